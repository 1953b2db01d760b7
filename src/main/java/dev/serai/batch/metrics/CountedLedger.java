package dev.serai.batch.metrics;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptEnd;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A ledger that counts what this replica has written into it: {@code serai_batch_attempts} that
 * were begun, {@code serai_batch_attempts_ended} by outcome, {@code serai_batch_items_ended} by
 * state, and {@code serai_batches_finished} by state. Items that a cancellation ends before any
 * attempt are seen in the last one only.
 */
public final class CountedLedger implements ItemLedger {

  private final ItemLedger ledger;
  private final MeterRegistry metrics;
  private final Counter begun;

  public CountedLedger(ItemLedger ledger, MeterRegistry metrics) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.metrics = Objects.requireNonNull(metrics, "metrics is null");
    this.begun =
        Counter.builder("serai_batch_attempts")
            .description("Attempts at items that this replica has claimed")
            .register(metrics);
  }

  @Override
  public List<Claim> claim(String replica, int room, Set<String> held, Duration hold, Instant now) {
    List<Claim> claims = ledger.claim(replica, room, held, hold, now);
    begun.increment(claims.size());
    return claims;
  }

  @Override
  public List<Claim> takeOver(String replica, int room, Duration hold, Instant now) {
    return ledger.takeOver(replica, room, hold, now);
  }

  @Override
  public void unsure(AttemptRef ref, String cluster) {
    ledger.unsure(ref, cluster);
  }

  @Override
  public boolean stands(Claim claim) {
    return ledger.stands(claim);
  }

  @Override
  public Map<Created, Standing> created(List<Created> pods) {
    return ledger.created(pods);
  }

  @Override
  public Standing running(AttemptRef ref, String node, Instant at) {
    return ledger.running(ref, node, at);
  }

  @Override
  public void giveBack(Claim claim, String why, Instant notBefore, Instant now) {
    ledger.giveBack(claim, why, notBefore, now);
  }

  @Override
  public Optional<ItemRule> end(AttemptRef ref, AttemptEnd end, Instant now) {
    Optional<ItemRule> rule = ledger.end(ref, end, now);
    rule.ifPresent(
        decided -> {
          count("serai_batch_attempts_ended", "Attempts that ended", "outcome", end.kind());
          if (decided.state().isFinal()) {
            count("serai_batch_items_ended", "Items that ended", "state", decided.state());
          }
        });
    return rule;
  }

  @Override
  public Optional<Attempt> attempt(AttemptRef ref) {
    return ledger.attempt(ref);
  }

  @Override
  public List<Active> active(Instant claimedBefore, Optional<AttemptRef> after, int limit) {
    return ledger.active(claimedBefore, after, limit);
  }

  @Override
  public Map<AttemptRef, Keep> keep(List<AttemptRef> refs, Instant now) {
    return ledger.keep(refs, now);
  }

  @Override
  public List<String> endDue(Instant now) {
    return ledger.endDue(now);
  }

  @Override
  public List<Batch> finish(Instant now) {
    List<Batch> finished = ledger.finish(now);
    finished.forEach(
        batch -> count("serai_batches_finished", "Batches that ended", "state", batch.state()));
    return finished;
  }

  private void count(String name, String what, String tag, Enum<?> value) {
    Counter.builder(name)
        .description(what + ", as this replica noted")
        .tag(tag, value.name().toLowerCase(Locale.ROOT))
        .register(metrics)
        .increment();
  }
}
