package dev.serai.batch.store;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemState;
import dev.serai.batch.Outbox;
import dev.serai.batch.database.Daos;
import dev.serai.instance.RequestRejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The end of batches: by their deadline, by fail-fast, by their last item, by a deletion. */
public interface BatchEndDao extends SqlObject {

  String CANCELLED = "Cancelled";
  String FAIL_FAST = "FailFast";
  String DEADLINE_EXCEEDED = "DeadlineExceeded";

  String IS_OVERDUE =
      "select id from batch where state in ('RUNNING', 'PAUSED') and deadline_at <= :now";

  String HAS_FAILED =
      """
      select id from batch where state in ('RUNNING', 'PAUSED') and fail_fast = true
        and exists (select 1 from item i
          where i.batch_id = batch.id and i.state in ('FAILED', 'TIMED_OUT'))
      """;

  // ---- before all items have ended

  @SqlQuery(IS_OVERDUE + " order by id")
  List<String> overdue(Instant now);

  @SqlQuery(IS_OVERDUE + " and id = :id")
  Optional<String> ifOverdue(String id, Instant now);

  @SqlQuery(HAS_FAILED + " order by id")
  List<String> failedFast();

  @SqlQuery(HAS_FAILED + " and id = :id")
  Optional<String> ifFailedFast(String id);

  /** Starts to end a batch whose deadline has passed, unless it was retried in the meantime. */
  default boolean endOverdue(String id, Instant now) {
    return batches().lock(id).isPresent()
        && ifOverdue(id, now).isPresent()
        && batches().cancel(id, DEADLINE_EXCEEDED, "the batch's deadline has passed", now);
  }

  /** Starts to end a batch that fails fast, unless its items were retried in the meantime. */
  default boolean endFailedFast(String id, Instant now) {
    return batches().lock(id).isPresent() && ifFailedFast(id).isPresent() && failFast(id, now);
  }

  /** Starts to end a batch that is locked. */
  default boolean failFast(String id, Instant now) {
    return batches().cancel(id, FAIL_FAST, "an item has failed, and the batch fails fast", now);
  }

  // ---- after all items have ended

  @SqlQuery(
      "select b.id from batch b where b.state in "
          + BatchDao.OPEN
          + """
             and not exists (select 1 from item i
              where i.batch_id = b.id and i.state in ('QUEUED', 'STARTING', 'RUNNING'))
            order by b.id
            """)
  List<String> finishable();

  /** Ends a batch; returns it to the one caller who has ended it. */
  default Optional<Batch> finish(String id, Instant now) {
    Optional<BatchDao.Locked> locked = batches().lock(id).filter(found -> !found.state().isFinal());
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    Batch batch = batches().counted(batches().row(id)).orElseThrow();
    if (batch.counts().ended() < batch.counts().total()) {
      // a retry was faster
      return Optional.empty();
    }
    finish(id, stateOf(batch.reason(), batch.counts()), now);
    OutboxDao outbox = Daos.beside(this, OutboxDao.class);
    outbox.add(id, Outbox.Kind.EVENT, now);
    if (batch.spec().callbackUrl().isPresent()) {
      outbox.add(id, Outbox.Kind.CALLBACK, now);
    }
    return batches().row(id).map(row -> row.batch(batch.counts()));
  }

  @SqlUpdate("update batch set state = :state, finished_at = :now where id = :id")
  void finish(String id, BatchState state, Instant now);

  private static BatchState stateOf(String reason, ItemCounts counts) {
    if (reason.equals(CANCELLED)) {
      return BatchState.CANCELLED;
    }
    if (List.of(FAIL_FAST, DEADLINE_EXCEEDED).contains(reason)
        || counts.of(ItemState.FAILED) > 0
        || counts.of(ItemState.TIMED_OUT) > 0) {
      return BatchState.FAILED;
    }
    // items stay cancelled when the failed items of a cancelled batch are retried
    return counts.of(ItemState.CANCELLED) > 0 ? BatchState.CANCELLED : BatchState.SUCCEEDED;
  }

  // ---- removal

  /**
   * Marks a batch as deleted, which hides it, and frees its name and key.
   *
   * @return whether it existed
   * @throws RequestRejectedException when it has not ended
   */
  default boolean delete(String id) {
    Optional<BatchState> state = batches().lock(id).map(BatchDao.Locked::state);
    state
        .filter(found -> !found.isFinal())
        .ifPresent(
            found -> {
              throw RequestRejectedException.conflict(
                  "batch %s is %s; cancel it, and delete it when it has ended"
                      .formatted(id, found));
            });
    state.ifPresent(found -> hide(id));
    return state.isPresent();
  }

  default void hide(String id) {
    markDeleted(id);
    Daos.beside(this, OutboxDao.class).removeAll(id);
  }

  @SqlUpdate("update batch set deleted = true, name = null, idempotency_key = null where id = :id")
  void markDeleted(String id);

  @SqlQuery(
      """
      select id from batch
      where state in ('SUCCEEDED', 'FAILED', 'CANCELLED')
        and finished_at < :before and deleted = false
      order by id
      """)
  List<String> finishedBefore(Instant before);

  @SqlQuery("select id from batch where id = :id and finished_at < :before for update")
  Optional<String> lockFinishedBefore(String id, Instant before);

  /** Marks a batch as deleted, unless it was retried in the meantime. */
  default boolean hideFinishedBefore(String id, Instant before) {
    Optional<String> found = lockFinishedBefore(id, before);
    found.ifPresent(this::hide);
    return found.isPresent();
  }

  @SqlQuery("select id from batch where deleted = true order by id")
  List<String> hidden();

  /** Removes the first items of a batch with all of their rows; returns how many. */
  default int removeItems(String id, int limit) {
    Optional<Integer> last = lastOfFirst(id, limit);
    last.ifPresent(
        position -> {
          removeLogs(id, position);
          removeAttempts(id, position);
        });
    return last.map(position -> removeItemsUntil(id, position)).orElse(0);
  }

  @SqlQuery(
      """
      select max(page.position) from
        (select position from item where batch_id = :id order by batch_id, position limit :limit)
        page
      """)
  Optional<Integer> lastOfFirst(String id, int limit);

  @SqlUpdate("delete from attempt_log where batch_id = :id and position <= :last")
  void removeLogs(String id, int last);

  @SqlUpdate("delete from attempt where batch_id = :id and position <= :last")
  void removeAttempts(String id, int last);

  @SqlUpdate("delete from item where batch_id = :id and position <= :last")
  int removeItemsUntil(String id, int last);

  @SqlUpdate("delete from batch where id = :id")
  int remove(String id);

  private BatchDao batches() {
    return Daos.beside(this, BatchDao.class);
  }
}
