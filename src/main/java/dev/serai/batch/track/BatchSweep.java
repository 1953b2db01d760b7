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
 * Bean {@code batchSweep}: compares the active attempts with the existing pods, and finds missed
 * changes. Every replica does so; a change that another replica should process is skipped until the
 * second sweep that finds it.
 */
public final class BatchSweep {

  private static final int PAGE = 500;

  /** The pod of a younger attempt may exist without being in the cache yet. */
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
   * Finds the changes that this replica has to process.
   *
   * @throws ClusterUnavailableException until the pods have been read
   */
  public synchronized List<PodObservation> find() {
    if (!cache.isSynced()) {
      throw ClusterUnavailableException.notExecuted(
          "the pods have not been read from the cluster yet", null);
    }
    sweeps++;
    Instant begun = clock.instant();
    // attempts are read before pods: one that ends in between is active and has no pod, and one
    // that starts in between is looked up by its name
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

  /** Whether this replica has to process it, or the responsible replica has missed it. */
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
      // without a pod it belongs to its claimer, until the claim expires and is taken over
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

  /** Whether the cluster is connected; attempts in a lost cluster wait for it. */
  private boolean isReachable(Active attempt, Optional<Pod> pod) {
    String cluster = pod.map(AttemptPods::cluster).orElseGet(attempt::cluster);
    return cluster.isEmpty() || !cache.lost().contains(cluster);
  }

  /** The pods of ended attempts that are no longer needed. */
  private List<PodObservation> left(Map<AttemptRef, Pod> over) {
    List<AttemptRef> candidates =
        over.entrySet().stream()
            .filter(entry -> mayBeTreated(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    List<PodObservation> left = new ArrayList<>();
    // thousands of pods may be retained
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
