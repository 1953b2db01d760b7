package dev.serai.batch.track;

import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger.Created;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is known of one attempt; guarded by the lock of its {@link AttemptRegistry}. */
final class TrackedAttempt {

  /** What a sweep found, and which sweep that was. */
  private record Found(PodObservation.What what, long sweep) {}

  AttemptState state = AttemptState.UNTRACKED;

  /** When this replica started to track it. */
  Instant since = Instant.EPOCH;

  /** The last claim; absent for an adopted attempt. */
  Optional<Claim> claim = Optional.empty();

  /** Whether a pod may exist, or may have existed. */
  boolean mayHavePod;

  /** The clusters that did not answer a creation, and may have the pod. */
  final Set<String> uncertainClusters = new HashSet<>();

  /** When an uncertain creation is to be repeated. */
  Instant retryAt = Instant.EPOCH;

  /** The pod that was created, until it is recorded in the database. */
  Optional<Created> unrecorded = Optional.empty();

  /** Since when an observation of it is being processed here. */
  Optional<Instant> busySince = Optional.empty();

  /** The ended pod, until the outcome is saved. */
  Optional<Pod> unsavedEnd = Optional.empty();

  /** How often its log could not be read. */
  int logFailures;

  /** The uid of its pod that was observed last; absent when that pod was deleted. */
  private Optional<String> observedUid = Optional.empty();

  /** The change of that pod that was published last. */
  private Optional<PodObservation.What> published = Optional.empty();

  private Optional<Found> found = Optional.empty();

  void claim(Claim given, Instant now) {
    forgetOutcome();
    claim = Optional.of(given);
    since = now;
    mayHavePod = given.takenOver();
    uncertainClusters.clear();
    given.uncertainCluster().ifPresent(uncertainClusters::add);
  }

  boolean isExpired(Instant now) {
    return claim.filter(held -> !now.isBefore(held.leaseExpiresAt())).isPresent();
  }

  /** Whether it is to be handed to a starter now. */
  boolean isDue(Instant now, Set<String> heldTargets) {
    return state == AttemptState.CLAIMED
        || (state == AttemptState.UNCERTAIN
            && !now.isBefore(retryAt)
            && claim.filter(held -> heldTargets.contains(held.target())).isEmpty());
  }

  /** Whether no creation was ever sent for its claim. */
  boolean isUnsent() {
    return (state == AttemptState.CLAIMED || state == AttemptState.DISPATCHED) && !mayHavePod;
  }

  /** Records that a pod exists; returns whether it is another one than before. */
  boolean observe(String uid) {
    boolean other = !observedUid.equals(Optional.of(uid));
    if (other) {
      observedUid = Optional.of(uid);
      published = Optional.empty();
    }
    return other;
  }

  /** Records a change of the observed pod; returns whether that is to be published. */
  boolean publish(PodObservation.What what) {
    if (!state.isActive() || published.equals(Optional.of(what))) {
      return false;
    }
    published = Optional.of(what);
    return true;
  }

  void unpublish() {
    published = Optional.empty();
  }

  /** Records that a pod was deleted; returns whether that is to be published. */
  boolean lose(String uid) {
    boolean observed = observedUid.equals(Optional.of(uid));
    // the outcome of a pod that has ended is being saved, or is left to the sweep
    boolean ended = observed && published.equals(Optional.of(PodObservation.What.ENDED));
    if (observed) {
      forgetObservation();
    }
    return state.isActive() && !ended;
  }

  void forgetObservation() {
    observedUid = Optional.empty();
    published = Optional.empty();
  }

  /** Records what a sweep has found; returns whether the previous sweep found the same. */
  boolean foundAgain(PodObservation.What what, long sweep) {
    boolean again = found.equals(Optional.of(new Found(what, sweep - 1)));
    found = Optional.of(new Found(what, sweep));
    return again;
  }

  void forgetFoundBefore(long sweep) {
    found = found.filter(last -> last.sweep() >= sweep);
  }

  /** Forgets the fields that only an attempt without a saved outcome needs. */
  void forgetOutcome() {
    unsavedEnd = Optional.empty();
    logFailures = 0;
  }

  /** Whether it need not be tracked any more. */
  boolean isForgettable() {
    boolean followed = state.isActive() || (state == AttemptState.ENDED && observedUid.isPresent());
    return !followed
        && unrecorded.isEmpty()
        && busySince.isEmpty()
        && unsavedEnd.isEmpty()
        && logFailures == 0
        && found.isEmpty();
  }
}
