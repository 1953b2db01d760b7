package dev.serai.batch.track;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.AttemptPodState;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.LogTail;
import dev.serai.cluster.PodCache;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.FailureKind;
import dev.serai.pod.PodOutcome;
import dev.serai.pod.PodOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code batchTracking}: the steps from what is observed of pods to what the database knows.
 */
public final class Tracking {

  /** Property: what was observed, a {@link PodObservation}. */
  private static final String SIGHTING = ExchangeNames.POD_OBSERVATION;

  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

  private final ItemLedger ledger;
  private final PodCache cache;
  private final PodOutcomes ends;
  private final AttemptRegistry attempts;
  private final Clock clock;

  public Tracking(
      ItemLedger ledger, PodCache cache, PodOutcomes ends, AttemptRegistry attempts, Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.ends = Objects.requireNonNull(ends, "ends is null");
    this.attempts = Objects.requireNonNull(attempts, "attempts is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * Records the pods that were created since the last time, in one transaction. Until then, and
   * when that fails for good, the pods are what their names say: whoever takes over the claim finds
   * them by their names, and a sweep records what it finds.
   *
   * @return the pods whose attempts have ended meanwhile, to be deleted. Those of a batch that is
   *     being ended are left to the sweep, which is woken for them.
   */
  public List<PodObservation> recordCreated() {
    List<Created> pods = attempts.unrecorded();
    if (pods.isEmpty()) {
      return List.of();
    }
    List<PodObservation> left = new ArrayList<>();
    recordAll(pods)
        .forEach(
            (pod, standing) -> {
              attempts.recorded(pod.ref());
              if (standing == AttemptPodState.OVER) {
                attempts.ended(pod.ref());
                attempts.busy(pod.ref());
                // the watch may not have shown it yet
                left.add(
                    PodObservation.of(PodObservation.What.LEFT, pod.ref(), AttemptPods.bare(pod)));
              }
            });
    return left;
  }

  private Map<Created, AttemptPodState> recordAll(List<Created> pods) {
    try {
      return ledger.created(pods);
    } catch (RuntimeException e) {
      if (!FailureKind.of(e).isTransient()) {
        // another try would fail as well, and hold up those that come later
        attempts.leaveUnrecorded(pods);
      }
      throw e;
    }
  }

  /**
   * Records what the database does not know yet of a pod that is there.
   *
   * @return what is to be done about it: the same, unless the database wants the pod stopped or
   *     does not need it any more
   */
  public PodObservation record(@Body PodObservation seen) {
    if (seen.isFinished() || seen.pod().isEmpty()) {
      return seen;
    }
    return switch (recordPod(seen, seen.pod().get())) {
      case PRESENT -> seen;
      case UNWANTED -> seen.as(PodObservation.What.UNWANTED);
      case OVER -> {
        attempts.ended(seen.ref());
        yield seen.as(PodObservation.What.LEFT);
      }
    };
  }

  private AttemptPodState recordPod(PodObservation seen, Pod pod) {
    AttemptRef ref = seen.ref();
    AttemptPodState standing = AttemptPodState.PRESENT;
    if (!attempts.state(ref).isRecorded()) {
      standing =
          ledger.created(
              new Created(ref, seen.podName(), AttemptPods.uid(pod), AttemptPods.cluster(pod)));
      attempts.recorded(ref);
    }
    Optional<Instant> start = PodOutcomes.startedAt(pod);
    if (standing == AttemptPodState.PRESENT
        && start.isPresent()
        && attempts.state(ref) != AttemptState.RUNNING) {
      standing = ledger.running(ref, PodOutcomes.node(pod), start.get());
      attempts.running(ref);
    }
    return standing;
  }

  /** The attempt has ended: saves the outcome. The first outcome counts. */
  public void end(@Body PodObservation seen, @ExchangeProperty(AttemptLogs.PROPERTY) LogTail log) {
    Optional<PodOutcome> ofPod = seen.pod().flatMap(ends::of);
    if (seen.what() == PodObservation.What.ENDED && ofPod.isEmpty()) {
      // a state that becomes an end after a while, which the pod has left in time
      return;
    }
    AttemptPodState standing =
        seen.pod().map(pod -> recordPod(seen, pod)).orElse(AttemptPodState.PRESENT);
    if (standing != AttemptPodState.OVER) {
      AttemptOutcome end = end(seen, ofPod, Objects.requireNonNullElse(log, LogTail.NONE));
      ledger
          .end(seen.ref(), end, clock.instant())
          .ifPresent(
              rule ->
                  LOG.debug("Attempt {} has ended: {} {}", seen.ref(), end.kind(), end.reason()));
    }
    attempts.ended(seen.ref());
  }

  private AttemptOutcome end(PodObservation seen, Optional<PodOutcome> ofPod, LogTail log) {
    String node = AttemptPods.node(seen.pod());
    if (seen.what() == PodObservation.What.UNWANTED && ofPod.isEmpty()) {
      AttemptOutcome end =
          AttemptOutcome.of(
              AttemptOutcome.Kind.CANCELLED, "Cancelled", "its batch is ended", clock.instant());
      return new AttemptOutcome(
          end.kind(), end.reason(), end.message(), end.exitCode(), node, end.at(), log);
    }
    return AttemptPods.end(ofPod.orElseGet(ends::vanished), node, log);
  }

  /** Whether the pod is there and nobody needs it any more. */
  public boolean isLeft(@Body PodObservation seen) {
    if (seen.pod().isEmpty() || seen.what() == PodObservation.What.GONE) {
      return false;
    }
    PodRetention keep = ledger.keep(seen.ref(), clock.instant());
    // what was observed may be older than the end that the database knows, and the cache is not
    return AttemptPods.isLeft(newest(seen.pod().get()), keep);
  }

  private Pod newest(Pod seen) {
    return cache
        .find(seen.getMetadata().getName())
        .filter(pod -> AttemptPods.uid(pod).equals(AttemptPods.uid(seen)))
        .orElse(seen);
  }

  /** What has become of a pod that was not known here: the answer of the API server. */
  public PodObservation found(
      @Body EnvInstance instance, @ExchangeProperty(SIGHTING) PodObservation seen) {
    return instance == null
        ? new PodObservation(PodObservation.What.GONE, seen.ref(), Optional.empty())
        : new PodObservation(PodObservation.What.MADE, seen.ref(), cache.find(seen.podName()));
  }

  /** Everything that could be done is done. */
  public void done(@ExchangeProperty(SIGHTING) PodObservation seen) {
    attempts.idle(seen.ref());
  }

  /** It could not be done: the next sweep tries again. */
  public void later(Exchange exchange) {
    PodObservation seen = exchange.getProperty(SIGHTING, PodObservation.class);
    if (seen != null) {
      if (seen.what() == PodObservation.What.ENDED) {
        seen.pod().ifPresent(pod -> attempts.unsaved(seen.ref(), pod));
      }
      attempts.idle(seen.ref());
    }
    String what = seen == null ? exchange.getFromRouteId() : seen.toString();
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    if (FailureKind.of(failure).isTransient() || exchange.getContext().isStopping()) {
      LOG.debug("{} is left to the next sweep: {}", what, failure.getMessage());
    } else {
      LOG.warn("{} failed, and is left to the next sweep", what, failure);
    }
  }
}
