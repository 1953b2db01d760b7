package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.Active;
import dev.serai.batch.ItemState;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.PodCache;
import dev.serai.pod.PodOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Bean {@code batchSweep}: compares the attempts that go on with the pods that there are, and finds
 * what was missed. Every replica does so; what another replica is about to treat by itself is left
 * alone until it is seen for the second time.
 */
public final class BatchSweep {

  private static final int PAGE = 500;

  /** Younger than this, a pod may be there and not be known yet. */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private final ItemLedger ledger;
  private final PodCache cache;
  private final PodOutcomes ends;
  private final AttemptRegistry attempts;
  private final Clock clock;
  private long sweeps;

  public BatchSweep(
      ItemLedger ledger, PodCache cache, PodOutcomes ends, AttemptRegistry attempts, Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.ends = Objects.requireNonNull(ends, "ends is null");
    this.attempts = Objects.requireNonNull(attempts, "attempts is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * What is to be treated.
   *
   * @throws ClusterUnavailableException while the pods are not known
   */
  public synchronized List<PodObservation> find() {
    if (!cache.isSynced()) {
      throw ClusterUnavailableException.notExecuted(
          "the pods have not been read from the cluster yet", null);
    }
    sweeps++;
    Instant begun = clock.instant();
    // first the attempts and then the pods: what ends in between is active and has no pod, and
    // what begins in between is asked for by its name
    List<Active> active = active(begun);
    Map<AttemptRef, Pod> pods = pods();
    List<PodObservation> found = new ArrayList<>();
    Set<AttemptRef> refs = new HashSet<>();
    for (Active attempt : active) {
      refs.add(attempt.ref());
      see(attempt, Optional.ofNullable(pods.get(attempt.ref()))).ifPresent(found::add);
    }
    pods.keySet().removeAll(refs);
    found.addAll(left(pods));
    List<PodObservation> due = found.stream().filter(this::isDue).toList();
    attempts.swept(sweeps, refs, begun);
    return due;
  }

  /** Whether to process it is up to this replica, or the one that it was up to has not done it. */
  private boolean isDue(PodObservation observation) {
    AttemptRef ref = observation.ref();
    boolean again = attempts.foundAgain(ref, observation.what(), sweeps);
    boolean atOnce = observation.what() == PodObservation.What.UNWANTED || attempts.isOwn(ref);
    if (!(again || atOnce) || attempts.isBusy(ref)) {
      return false;
    }
    attempts.busy(ref);
    return true;
  }

  private List<Active> active(Instant now) {
    List<Active> all = new ArrayList<>();
    Optional<AttemptRef> after = Optional.empty();
    while (true) {
      List<Active> page = ledger.active(now, after, PAGE);
      all.addAll(page);
      if (page.size() < PAGE) {
        return all;
      }
      after = Optional.of(page.get(page.size() - 1).ref());
    }
  }

  private Map<AttemptRef, Pod> pods() {
    Map<AttemptRef, Pod> pods = new HashMap<>();
    cache
        .all()
        .values()
        .forEach(
            pod -> AttemptPods.ref(pod, attempts.store()).ifPresent(ref -> pods.put(ref, pod)));
    return pods;
  }

  private Optional<PodObservation> see(Active attempt, Optional<Pod> pod) {
    if (!isReachable(attempt, pod)) {
      return Optional.empty();
    }
    Optional<Pod> ended = attempts.unsavedEnd(attempt.ref());
    if (pod.isEmpty() && ended.isPresent()) {
      return Optional.of(new PodObservation(PodObservation.What.GONE, attempt.ref(), ended));
    }
    return what(attempt, pod).map(what -> new PodObservation(what, attempt.ref(), pod));
  }

  private Optional<PodObservation.What> what(Active attempt, Optional<Pod> pod) {
    if (attempt.ending()) {
      return Optional.of(PodObservation.What.UNWANTED);
    }
    if (pod.isEmpty()) {
      // one without a pod is its claimer's, until its claim is over and taken up
      boolean missing =
          !attempt.pod().isEmpty() && clock.instant().isAfter(attempt.claimedAt().plus(YOUNG));
      return missing ? Optional.of(PodObservation.What.MISSING) : Optional.empty();
    }
    if (ends.of(pod.get()).isPresent()) {
      return Optional.of(PodObservation.What.ENDED);
    }
    if (attempt.state() == ItemState.STARTING && PodOutcomes.startedAt(pod.get()).isPresent()) {
      return Optional.of(PodObservation.What.RUNNING);
    }
    return attempt.pod().isEmpty() ? Optional.of(PodObservation.What.MADE) : Optional.empty();
  }

  /** What can't be known now is waited for. */
  private boolean isReachable(Active attempt, Optional<Pod> pod) {
    String cluster = pod.map(AttemptPods::cluster).orElseGet(attempt::cluster);
    return cluster.isEmpty() || !cache.lost().contains(cluster);
  }

  /** Of pods whose attempts do not go on, those that nobody needs any more. */
  private List<PodObservation> left(Map<AttemptRef, Pod> over) {
    List<AttemptRef> candidates =
        over.entrySet().stream()
            .filter(entry -> mayBeTreated(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    List<PodObservation> left = new ArrayList<>();
    // there may be thousands that are kept
    for (int from = 0; from < candidates.size(); from += PAGE) {
      List<AttemptRef> page = candidates.subList(from, Math.min(candidates.size(), from + PAGE));
      ledger
          .keep(page, clock.instant())
          .forEach(
              (ref, keep) -> {
                if (AttemptPods.isLeft(over.get(ref), keep)) {
                  left.add(PodObservation.of(PodObservation.What.LEFT, ref, over.get(ref)));
                }
              });
    }
    return left;
  }

  private boolean mayBeTreated(AttemptRef ref, Pod pod) {
    return !cache.isBeingDeleted(pod)
        && cache.isReachable(AttemptPods.cluster(pod))
        && !attempts.isBusy(ref);
  }
}
