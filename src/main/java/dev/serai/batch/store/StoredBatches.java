package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemState;
import dev.serai.batch.NewItem;
import dev.serai.batch.OpenBatches;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DuplicateException;
import dev.serai.instance.BatchIdFormat;
import dev.serai.instance.RequestRejectedException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Batches in the database. */
public final class StoredBatches implements BatchStore {

  private final Database database;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public StoredBatches(Database database, Clock clock) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  private <T> T batches(Function<BatchDao, T> work) {
    return database.transact(BatchDao.class, work);
  }

  private <T> T items(Function<ItemDao, T> work) {
    return database.transact(ItemDao.class, work);
  }

  // ---- submission

  @Override
  public Accepted submit(Submission submission, Iterator<NewItem> items) {
    Optional<Batch> earlier = earlier(submission);
    if (earlier.isPresent()) {
      return new Accepted(earlier.get(), true);
    }
    Instant now = clock.instant();
    String id = BatchIdFormat.next(now, random);
    try {
      database.transactOnce(
          BatchDao.class,
          dao -> {
            dao.insert(id, submission, items, now);
            return id;
          });
      return new Accepted(find(id).orElseThrow(), false);
    } catch (DuplicateException e) {
      // another submission was faster: the insertion has waited for the end of its transaction
      return new Accepted(
          earlier(submission)
              .orElseThrow(
                  () ->
                      RequestRejectedException.conflict(
                          "a batch of this key or name is just being deleted; try again")),
          true);
    }
  }

  /**
   * The batch of an earlier submission of the same document.
   *
   * @throws RequestRejectedException 409 when the key or the name belongs to another document
   */
  private Optional<Batch> earlier(Submission submission) {
    String owner = submission.spec().owner();
    return batches(
        dao ->
            dao.counted(
                submission
                    .key()
                    .flatMap(key -> dao.rowByKey(owner, key))
                    .map(row -> same(row, submission, "this Idempotency-Key"))
                    .or(
                        () ->
                            submission
                                .spec()
                                .name()
                                .flatMap(name -> dao.rowByName(owner, name))
                                .map(row -> same(row, submission, "this name")))));
  }

  private static BatchRow same(BatchRow row, Submission submission, String what) {
    if (!row.digest().equals(submission.digest())) {
      throw RequestRejectedException.conflict(
          "%s belongs to batch %s, which has another document; use another, or delete that batch"
              .formatted(what, row.id()));
    }
    return row;
  }

  // ---- reading

  @Override
  public Optional<BatchHead> head(String id) {
    return batches(dao -> dao.head(id));
  }

  @Override
  public Optional<BatchHead> headByName(String owner, String name) {
    return batches(dao -> dao.headByName(owner, name));
  }

  @Override
  public Optional<Batch> find(String id) {
    return batches(dao -> dao.counted(dao.row(id)));
  }

  @Override
  public List<Batch> list(BatchFilter filter, Optional<String> before, int limit) {
    String conditions =
        filter.owner().map(owner -> " and b.owner = :owner").orElse("")
            + filter.state().map(state -> " and b.state = :state").orElse("")
            + before.map(id -> " and b.id < :before").orElse("");
    return batches(
        dao -> dao.counted(dao.page(conditions, filter.owner(), filter.state(), before, limit)));
  }

  @Override
  public OpenBatches open() {
    return batches(
        dao -> {
          List<BatchDao.OpenCount> counts = dao.countOpen();
          return new OpenBatches(
              dao.openBatches(),
              new ItemCounts(
                  counts.stream()
                      .collect(
                          Collectors.toMap(BatchDao.OpenCount::state, BatchDao.OpenCount::items))),
              counts.stream()
                  .filter(count -> count.state() == ItemState.QUEUED)
                  .map(BatchDao.OpenCount::oldest)
                  .findFirst());
        });
  }

  @Override
  public boolean isAnyCancelling() {
    return batches(BatchDao::anyCancelling).isPresent();
  }

  @Override
  public Optional<Item> item(String batch, String itemId) {
    return items(dao -> dao.find(batch, itemId));
  }

  @Override
  public List<Item> items(String batch, Optional<ItemState> state, int after, int limit) {
    return items(
        dao ->
            state.isPresent()
                ? dao.page(batch, state.get(), after, limit)
                : dao.page(batch, after, limit));
  }

  @Override
  public Optional<Attempt> attempt(AttemptRef ref) {
    return items(dao -> dao.attempt(ref));
  }

  @Override
  public List<Attempt> attempts(String batch, int position) {
    return items(dao -> dao.attempts(batch, position));
  }

  @Override
  public List<Attempt> lastAttempts(String batch, List<Integer> positions, boolean withLogs) {
    return positions.isEmpty()
        ? List.of()
        : items(dao -> dao.lastAttempts(batch, positions, withLogs));
  }

  // ---- control

  @Override
  public boolean cancel(String batch, String reason, String message, Instant now) {
    return batches(dao -> dao.cancel(batch, reason, message, now));
  }

  @Override
  public boolean pause(String batch) {
    return batches(dao -> dao.move(batch, BatchState.RUNNING, BatchState.PAUSED));
  }

  @Override
  public boolean resume(String batch) {
    return batches(dao -> dao.move(batch, BatchState.PAUSED, BatchState.RUNNING));
  }

  @Override
  public int retryFailed(String batch, Instant now) {
    return batches(dao -> dao.retryFailed(batch));
  }

  @Override
  public boolean delete(String batch) {
    return database.transact(BatchEndDao.class, dao -> dao.delete(batch));
  }
}
