package dev.serai.batch.store;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Items in the database. It counts the changes of this replica: {@code serai_batch_attempts} that
 * it claimed, {@code serai_batch_attempts_ended} by outcome, {@code serai_batch_items_ended} by
 * state, and {@code serai_batches_finished} by state. Items that a cancellation ends before any
 * attempt are counted in the last one only.
 */
public final class StoredLedger implements ItemLedger {

  private final Database database;
  private final Limits limits;
  private final MeterRegistry metrics;
  private final Counter begun;

  public StoredLedger(Database database, Limits limits, MeterRegistry metrics) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.limits = Objects.requireNonNull(limits, "limits is null");
    this.metrics = Objects.requireNonNull(metrics, "metrics is null");
    this.begun =
        Counter.builder("serai_batch_attempts")
            .description("Attempts at items that this replica has claimed")
            .register(metrics);
  }

  private <T> T leases(Function<LeaseDao, T> work) {
    return database.transact(LeaseDao.class, work);
  }

  private <T> T attempts(Function<AttemptDao, T> work) {
    return database.transact(AttemptDao.class, work);
  }

  private <T> T ends(Function<BatchEndDao, T> work) {
    return database.transact(BatchEndDao.class, work);
  }

  @Override
  public List<Claim> claim(String replica, int room, Set<String> held, Duration hold, Instant now) {
    if (room <= 0) {
      return List.of();
    }
    ClaimDao.Lease lease = new ClaimDao.Lease(replica, now, now.plus(hold));
    List<Claim> claims =
        database.transact(ClaimDao.class, dao -> dao.claim(limits, room, held, lease));
    begun.increment(claims.size());
    return claims;
  }

  @Override
  public List<Claim> takeOver(String replica, int room, Duration hold, Instant now) {
    ClaimDao.Lease lease = new ClaimDao.Lease(replica, now, now.plus(hold));
    return room <= 0 ? List.of() : leases(dao -> dao.takeOver(room, lease));
  }

  @Override
  public void markUncertain(AttemptRef ref, String cluster) {
    leases(dao -> dao.setCluster(ref, cluster));
  }

  @Override
  public boolean isCurrent(Claim claim) {
    return leases(dao -> dao.ifCurrent(claim.ref(), claim.leaseExpiresAt())).isPresent();
  }

  @Override
  public void releaseClaim(Claim claim, String why, Instant notBefore, Instant now) {
    leases(dao -> dao.release(claim.ref(), claim.leaseExpiresAt(), why, notBefore, now));
  }

  @Override
  public Map<Created, AttemptPodState> created(List<Created> pods) {
    return pods.isEmpty() ? Map.of() : attempts(dao -> dao.created(pods));
  }

  @Override
  public AttemptPodState running(AttemptRef ref, String node, Instant at) {
    return attempts(dao -> dao.running(ref, node, at));
  }

  @Override
  public Optional<ItemRule> end(AttemptRef ref, AttemptOutcome end, Instant now) {
    Optional<ItemRule> rule = attempts(dao -> dao.end(ref, end, now));
    if (rule.isPresent()) {
      count("serai_batch_attempts_ended", "Attempts that ended", "outcome", end.kind());
    }
    rule.map(ItemRule::state)
        .filter(ItemState::isFinal)
        .ifPresent(state -> count("serai_batch_items_ended", "Items that ended", "state", state));
    return rule;
  }

  @Override
  public List<Active> active(Instant claimedBefore, Optional<AttemptRef> after, int limit) {
    String batch = after.map(AttemptRef::batch).orElse("");
    int position = after.map(AttemptRef::position).orElse(-1);
    return attempts(dao -> dao.active(claimedBefore, batch, position, limit));
  }

  @Override
  public Map<AttemptRef, PodRetention> keep(List<AttemptRef> refs, Instant now) {
    Map<AttemptRef, PodRetention> keeps = new HashMap<>();
    refs.forEach(ref -> keeps.put(ref, PodRetention.DELETE));
    if (!refs.isEmpty()) {
      attempts(dao -> dao.outcomes(refs))
          .forEach(found -> keeps.put(found.ref(), keep(found, now)));
    }
    return keeps;
  }

  private static PodRetention keep(AttemptDao.Outcome found, Instant now) {
    if (found.recordedAt().isEmpty()) {
      return PodRetention.NEEDED;
    }
    if (!found.recordedAt().get().plus(found.ttlAfterFinished()).isAfter(now)) {
      return PodRetention.DELETE;
    }
    return found.outcome().orElseThrow().isOfProgram()
        ? PodRetention.KEPT
        : PodRetention.KEPT_IF_STOPPED;
  }

  /** Starts to end the batches that are due, each in a separate transaction. */
  @Override
  public List<String> endDue(Instant now) {
    List<String> begun = new ArrayList<>();
    for (String batch : ends(dao -> dao.overdue(now))) {
      if (ends(dao -> dao.endOverdue(batch, now))) {
        begun.add(batch);
      }
    }
    for (String batch : ends(BatchEndDao::failedFast)) {
      if (ends(dao -> dao.endFailedFast(batch, now))) {
        begun.add(batch);
      }
    }
    return begun;
  }

  /** Ends the batches all of whose items have ended, each in a separate transaction. */
  @Override
  public List<Batch> finish(Instant now) {
    List<Batch> finished = new ArrayList<>();
    for (String batch : ends(BatchEndDao::finishable)) {
      ends(dao -> dao.finish(batch, now)).ifPresent(finished::add);
    }
    finished.forEach(
        batch -> count("serai_batches_finished", "Batches that ended", "state", batch.state()));
    return finished;
  }

  private void count(String name, String what, String tag, Enum<?> value) {
    Counter.builder(name)
        .description(what + ", as recorded by this replica")
        .tag(tag, value.name().toLowerCase(Locale.ROOT))
        .register(metrics)
        .increment();
  }
}
