package dev.serai.batch.store;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.Item;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.AttemptPodState;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.database.Daos;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.BindMethodsList;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Attempts from the creation of their pod to their end. */
public interface AttemptDao extends SqlObject {

  // ---- pods

  /** Records pods that exist; returns for each what to do with it. */
  default Map<Created, AttemptPodState> created(List<Created> pods) {
    // always in this order, so that two replicas cannot deadlock
    List<Created> ordered =
        pods.stream().sorted(Comparator.comparing(Created::ref, AttemptRef.ORDER)).toList();
    boolean[] recorded = recordPods(ordered);
    Map<String, BatchState> batches =
        states(ordered.stream().map(pod -> pod.ref().batch()).distinct().toList());
    Map<Created, AttemptPodState> standings = new HashMap<>();
    for (int i = 0; i < recorded.length; i++) {
      Created pod = ordered.get(i);
      standings.put(
          pod, recorded[i] ? standing(batches.get(pod.ref().batch())) : AttemptPodState.OVER);
    }
    return standings;
  }

  @SqlBatch(
      """
      update attempt set pod = :pod, uid = :uid, cluster = :cluster
      where batch_id = :ref.batch and position = :ref.position and number = :ref.number
        and ended_at is null
      """)
  boolean[] recordPods(@BindMethods List<Created> pods);

  /** The states of those batches that exist, by id. */
  default Map<String, BatchState> states(List<String> ids) {
    return heads(ids).stream().collect(Collectors.toMap(BatchHead::id, BatchHead::state));
  }

  @SqlQuery("select id, owner, state from batch where id in (<ids>)")
  List<BatchHead> heads(@BindList List<String> ids);

  private static AttemptPodState standing(BatchState batch) {
    return batch == BatchState.CANCELLING ? AttemptPodState.UNWANTED : AttemptPodState.PRESENT;
  }

  /** Records that an attempt runs. */
  default AttemptPodState running(AttemptRef ref, String node, Instant at) {
    if (start(ref, node, at)) {
      startItem(ref, at);
    } else if (ifActive(ref).isEmpty()) {
      return AttemptPodState.OVER;
    }
    return standing(states(List.of(ref.batch())).get(ref.batch()));
  }

  @SqlUpdate(
      """
      update attempt set node = :node, started_at = :at
      where batch_id = :batch and position = :position and number = :number
        and ended_at is null and started_at is null
      """)
  boolean start(@BindMethods AttemptRef ref, String node, Instant at);

  @SqlUpdate(
      """
      update item set state = 'RUNNING', started_at = :at
      where batch_id = :batch and position = :position and attempt = :number
        and state = 'STARTING'
      """)
  void startItem(@BindMethods AttemptRef ref, Instant at);

  @SqlQuery(
      """
      select number from attempt
      where batch_id = :batch and position = :position and number = :number and ended_at is null
      """)
  Optional<Integer> ifActive(@BindMethods AttemptRef ref);

  // ---- the end

  /** An attempt that has not ended, with all fields that decide about its item. */
  record Current(
      @Nested Item item, @Nested RetryPolicy policy, boolean failFast, BatchState batchState) {

    ItemRule after(AttemptOutcome end) {
      return ItemRule.after(end, item, policy, batchState == BatchState.CANCELLING);
    }

    boolean failsFast(ItemRule rule) {
      return failFast && (rule.state() == ItemState.FAILED || rule.state() == ItemState.TIMED_OUT);
    }
  }

  /** Ends an attempt and decides about its item; empty when the attempt had ended already. */
  default Optional<ItemRule> end(AttemptRef ref, AttemptOutcome end, Instant now) {
    Optional<Current> current = current(ref);
    if (current.isEmpty()) {
      return Optional.empty();
    }
    ItemRule rule = current.get().after(end);
    boolean failsFast = current.get().failsFast(rule);
    if (rule.state() == ItemState.QUEUED || failsFast) {
      // this depends on the batch, or changes it: a concurrent cancellation would miss the item
      Daos.beside(this, BatchDao.class).lock(ref.batch());
      current = current(ref);
      if (current.isEmpty()) {
        return Optional.empty();
      }
      rule = current.get().after(end);
    }
    if (!endAttempt(ref, end, now)) {
      return Optional.empty();
    }
    if (end.log().available()) {
      addLog(ref, end.log());
    }
    endItem(ref, end, rule);
    if (failsFast) {
      Daos.beside(this, BatchEndDao.class).failFast(ref.batch(), now);
    }
    return Optional.of(rule);
  }

  @SqlQuery(
      "select "
          + ItemDao.COLUMNS
          + """
            , b.state as batch_state, b.fail_fast, b.max_attempts, b.max_infrastructure_retries,
              b.on_failure, b.exit_codes, b.on_timeout, b.backoff_initial_ms as backoff_initial,
              b.backoff_max_ms as backoff_max
            from attempt a
            join item i
              on i.batch_id = a.batch_id and i.position = a.position and i.attempt = a.number
            join batch b on b.id = a.batch_id
            where a.batch_id = :batch and a.position = :position and a.number = :number
              and a.ended_at is null
            """)
  Optional<Current> current(@BindMethods AttemptRef ref);

  @SqlUpdate(
      """
      update attempt
      set ended_at = :end.at, recorded_at = :now, outcome = :end.kind, reason = :end.reason,
        message = :end.message, exit_code = :end.exitCode, node = coalesce(nullif(:end.node, ''), node)
      where batch_id = :batch and position = :position and number = :number and ended_at is null
      """)
  boolean endAttempt(
      @BindMethods AttemptRef ref, @BindMethods("end") AttemptOutcome end, Instant now);

  @SqlUpdate(
      """
      insert into attempt_log (batch_id, position, number, content, truncated)
      values (:batch, :position, :number, :text, :truncated)
      """)
  void addLog(@BindMethods AttemptRef ref, @BindMethods LogTail log);

  private void endItem(AttemptRef ref, AttemptOutcome end, ItemRule rule) {
    boolean ended =
        endItem(
            ref,
            end,
            rule.state(),
            rule.failures(),
            rule.infrastructureFailures(),
            rule.notBefore().orElse(ItemDao.AT_ONCE),
            Optional.of(end.at()).filter(at -> rule.state().isFinal()));
    if (!ended) {
      throw new IllegalStateException("attempt " + ref + " is active, and its item is not");
    }
  }

  @SqlUpdate(
      """
      update item
      set state = :state, failures = :failures, infrastructure_failures = :infrastructureFailures,
        reason = :end.reason, message = :end.message, exit_code = :end.exitCode,
        not_before = :notBefore, finished_at = :finishedAt
      where batch_id = :batch and position = :position and attempt = :number
        and state in ('STARTING', 'RUNNING')
      """)
  boolean endItem(
      @BindMethods AttemptRef ref,
      @BindMethods("end") AttemptOutcome end,
      ItemState state,
      int failures,
      int infrastructureFailures,
      Instant notBefore,
      Optional<Instant> finishedAt);

  // ---- the sweep

  @SqlQuery(
      """
      select a.batch_id as batch, a.position, a.number, i.state, a.pod, a.uid, a.cluster,
        a.claimed_at, a.lease_expires_at, b.state = 'CANCELLING' as cancelling
      from batch b
      join item i on i.batch_id = b.id and i.state in ('STARTING', 'RUNNING')
      join attempt a
        on a.batch_id = i.batch_id and a.position = i.position and a.number = i.attempt
      where b.state in ('RUNNING', 'PAUSED', 'CANCELLING')
        and a.claimed_at < :claimedBefore
        and (b.id > :afterBatch or (b.id = :afterBatch and i.position > :afterPosition))
      order by b.id, i.position limit :limit
      """)
  List<ItemLedger.Active> active(
      Instant claimedBefore, String afterBatch, int afterPosition, int limit);

  /** How an attempt has ended, and how long its pod is retained after that. */
  record Outcome(
      @Nested AttemptRef ref,
      Optional<Instant> recordedAt,
      Optional<AttemptOutcome.Kind> outcome,
      Duration ttlAfterFinished) {}

  /** The outcomes of those attempts that exist. */
  @SqlQuery(
      """
      select a.batch_id as batch, a.position, a.number, a.recorded_at, a.outcome,
        b.ttl_after_finished_ms as ttl_after_finished
      from attempt a join batch b on b.id = a.batch_id
      where (a.batch_id, a.position, a.number) in (<refs>) and b.deleted = false
      """)
  List<Outcome> outcomes(
      @BindMethodsList(
              value = "refs",
              methodNames = {"batch", "position", "number"})
          List<AttemptRef> refs);
}
