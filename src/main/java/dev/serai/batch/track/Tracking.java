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

/** Bean {@code batchTracking}: the steps that record observations of pods in the database. */
public final class Tracking {

  /** Property: the {@link PodObservation}. */
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
   * Records the pods that were created since the last call, in one transaction. Before that, and if
   * it fails, the pods are identified by their deterministic names: a replica that takes over the
   * claim finds them, and a sweep records them.
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
                // the watch may not have reported it yet
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
        // a retry would fail as well, and block later pods
        attempts.leaveUnrecorded(pods);
      }
      throw e;
    }
  }

  /**
   * Records what the database does not know yet about a pod that exists.
   *
   * @return the observation, with another change if the pod is to be stopped or no longer needed
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

  /** Saves the outcome of an ended attempt; only the first outcome counts. */
  public void end(@Body PodObservation seen, @ExchangeProperty(AttemptLogs.PROPERTY) LogTail log) {
    Optional<PodOutcome> ofPod = seen.pod().flatMap(ends::of);
    if (seen.what() == PodObservation.What.ENDED && ofPod.isEmpty()) {
      // the pod has left a state that would have become an end after some time
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
              AttemptOutcome.Kind.CANCELLED,
              "Cancelled",
              "stopped: the batch is being ended",
              clock.instant());
      return new AttemptOutcome(
          end.kind(), end.reason(), end.message(), end.exitCode(), node, end.at(), log);
    }
    return AttemptPods.end(ofPod.orElseGet(ends::vanished), node, log);
  }

  /** Whether the pod exists and is no longer needed. */
  public boolean isLeft(@Body PodObservation seen) {
    if (seen.pod().isEmpty() || seen.what() == PodObservation.What.GONE) {
      return false;
    }
    PodRetention keep = ledger.keep(seen.ref(), clock.instant());
    // the observation may be older than the recorded outcome, and the cache is not
    return AttemptPods.isLeft(newest(seen.pod().get()), keep);
  }

  private Pod newest(Pod seen) {
    return cache
        .find(seen.getMetadata().getName())
        .filter(pod -> AttemptPods.uid(pod).equals(AttemptPods.uid(seen)))
        .orElse(seen);
  }

  /** The observation of a pod that was not in the cache, from the API server's answer. */
  public PodObservation found(
      @Body EnvInstance instance, @ExchangeProperty(SIGHTING) PodObservation seen) {
    return instance == null
        ? new PodObservation(PodObservation.What.GONE, seen.ref(), Optional.empty())
        : new PodObservation(PodObservation.What.MADE, seen.ref(), cache.find(seen.podName()));
  }

  /** The processing of an observation has finished. */
  public void done(@ExchangeProperty(SIGHTING) PodObservation seen) {
    attempts.idle(seen.ref());
  }

  /** The processing failed: the next sweep repeats it. */
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
      LOG.debug("Cannot process {}; the next sweep repeats it: {}", what, failure.getMessage());
    } else {
      LOG.warn("Cannot process {}; the next sweep repeats it", what, failure);
    }
  }
}
