package dev.serai.batch.store;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemState;
import dev.serai.batch.NewItem;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Daos;
import dev.serai.instance.RequestRejectedException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Batches as they are submitted, read and controlled. */
public interface BatchDao extends SqlObject {

  String SELECT = "select " + BatchRow.COLUMNS + " from batch b where b.deleted = false";
  String OPEN = "('RUNNING', 'PAUSED', 'CANCELLING')";

  // ---- submission

  /** Inserts a batch with all of its items. */
  default void insert(String id, Submission submission, Iterator<NewItem> items, Instant now) {
    String exitCodes =
        submission.spec().retry().exitCodes().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    insert(id, submission, exitCodes, submission.spec().deadline().map(now::plus), now);
    SubmittedItems rows = new SubmittedItems(items);
    Daos.beside(this, ItemDao.class).insert(id, rows, ItemDao.AT_ONCE);
    rows.singleTarget().ifPresent(target -> setSingleTarget(id, target));
  }

  @SqlUpdate(
      """
      insert into batch (id, owner, name, idempotency_key, digest, state, parallelism, priority,
        max_attempts, max_infrastructure_retries, on_failure, exit_codes, on_timeout,
        backoff_initial_ms, backoff_max_ms, item_timeout_ms, deadline_ms, deadline_at, fail_fast,
        ttl_after_finished_ms, callback_url, created_at)
      values (:id, :spec.owner, :spec.name, :key, :digest, 'RUNNING', :spec.parallelism,
        :spec.priority, :spec.retry.maxAttempts, :spec.retry.maxInfrastructureRetries,
        :spec.retry.onFailure, :exitCodes, :spec.retry.onTimeout, :spec.retry.backoff.initial,
        :spec.retry.backoff.max, :spec.itemTimeout, :spec.deadline, :deadlineAt, :spec.failFast,
        :spec.ttlAfterFinished, :spec.callbackUrl, :now)
      """)
  void insert(
      String id,
      @BindMethods Submission submission,
      String exitCodes,
      Optional<Instant> deadlineAt,
      Instant now);

  @SqlUpdate("update batch set single_target = :target where id = :id")
  void setSingleTarget(String id, String target);

  // ---- reading

  @SqlQuery("select id, owner, state from batch where id = :id and deleted = false")
  Optional<BatchHead> head(String id);

  @SqlQuery(
      """
      select id, owner, state from batch
      where owner = :owner and name = :name and deleted = false
      """)
  Optional<BatchHead> headByName(String owner, String name);

  @SqlQuery(SELECT + " and b.id = :id")
  Optional<BatchRow> row(String id);

  @SqlQuery(SELECT + " and b.owner = :owner and b.name = :name")
  Optional<BatchRow> rowByName(String owner, String name);

  @SqlQuery(SELECT + " and b.owner = :owner and b.idempotency_key = :key")
  Optional<BatchRow> rowByKey(String owner, String key);

  @SqlQuery(SELECT + " <conditions> order by b.id desc limit :limit")
  List<BatchRow> page(
      @Define String conditions,
      Optional<String> owner,
      Optional<BatchState> state,
      Optional<String> before,
      int limit);

  /** The items of a batch that are in one state. */
  record StateCount(String batch, ItemState state, int items) {}

  @SqlQuery(
      """
      select batch_id as batch, state, count(*) as items from item
      where batch_id in (<batches>) group by batch_id, state
      """)
  List<StateCount> count(@BindList List<String> batches);

  /** Batches with the counts of their items, in one more query. */
  default List<Batch> counted(List<BatchRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<String, Map<ItemState, Integer>> counts = new HashMap<>();
    for (StateCount count : count(rows.stream().map(BatchRow::id).toList())) {
      counts
          .computeIfAbsent(count.batch(), batch -> new EnumMap<>(ItemState.class))
          .put(count.state(), count.items());
    }
    return rows.stream()
        .map(row -> row.batch(new ItemCounts(counts.getOrDefault(row.id(), Map.of()))))
        .toList();
  }

  default Optional<Batch> counted(Optional<BatchRow> row) {
    return counted(row.stream().toList()).stream().findFirst();
  }

  /**
   * The items in one state of all open batches.
   *
   * @param oldest when the oldest of their batches was submitted
   */
  record OpenCount(ItemState state, int items, Instant oldest) {}

  @SqlQuery(
      "select i.state, count(*) as items, min(b.created_at) as oldest from batch b"
          + " join item i on i.batch_id = b.id where b.state in "
          + OPEN
          + " group by i.state")
  List<OpenCount> countOpen();

  @SqlQuery("select count(*) from batch where state in " + OPEN)
  int openBatches();

  @SqlQuery("select id from batch where state = 'CANCELLING' order by id limit 1")
  Optional<String> anyCancelling();

  // ---- control

  /**
   * A batch that is locked until the end of the transaction.
   *
   * @param reason why it is being ended, in a word; empty while it is not
   */
  record Locked(BatchState state, String reason) {

    boolean isCancelling() {
      return state == BatchState.CANCELLING;
    }
  }

  /**
   * Locks a batch, if it exists. A transaction that changes a batch and its items locks the batch
   * first, so that two transactions cannot deadlock.
   */
  @SqlQuery("select state, reason from batch where id = :id and deleted = false for update")
  Optional<Locked> lock(String id);

  @SqlUpdate("update batch set state = :to where id = :id and state = :from")
  boolean move(String id, BatchState from, BatchState to);

  /** Starts to end a batch; returns whether this call did so. */
  default boolean cancel(String id, String reason, String message, Instant now) {
    boolean begun = beginToEnd(id, reason, message);
    if (begun) {
      cancelQueued(id, reason, message, now, ItemDao.AT_ONCE);
    }
    return begun;
  }

  @SqlUpdate(
      """
      update batch set state = 'CANCELLING', reason = :reason, message = :message
      where id = :id and state in ('RUNNING', 'PAUSED')
      """)
  boolean beginToEnd(String id, String reason, String message);

  @SqlUpdate(
      """
      update item
      set state = 'CANCELLED', reason = :reason, message = :message, finished_at = :now,
        not_before = :atOnce
      where batch_id = :id and state = 'QUEUED'
      """)
  void cancelQueued(String id, String reason, String message, Instant now, Instant atOnce);

  /**
   * Queues the failed items of a batch again, and resumes the batch if it has ended.
   *
   * @throws RequestRejectedException while the batch is being ended
   */
  default int retryFailed(String id) {
    Optional<Locked> locked = lock(id);
    if (locked.isEmpty()) {
      return 0;
    }
    if (locked.get().isCancelling()) {
      throw RequestRejectedException.conflict(
          "batch " + id + " is being ended; it can be retried when it has ended");
    }
    int retried = queueFailed(id, ItemDao.AT_ONCE);
    if (retried > 0 && locked.get().state().isFinal()) {
      resume(id);
      // unsent notifications of its first end would be wrong now
      Daos.beside(this, OutboxDao.class).removeAll(id);
    }
    return retried;
  }

  @SqlUpdate(
      """
      update item
      set state = 'QUEUED', failures = 0, infrastructure_failures = 0, reason = '', message = '',
        exit_code = null, started_at = null, finished_at = null, not_before = :atOnce
      where batch_id = :id and state in ('FAILED', 'TIMED_OUT')
      """)
  int queueFailed(String id, Instant atOnce);

  /** Removes the deadline too, which was meant for the first run. */
  @SqlUpdate(
      """
      update batch set state = 'RUNNING', reason = '', message = '', finished_at = null,
        deadline_at = null, deadline_ms = null
      where id = :id
      """)
  void resume(String id);
}
