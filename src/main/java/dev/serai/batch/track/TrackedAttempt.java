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

  /** When this replica began to follow it. */
  Instant since = Instant.EPOCH;

  /** The last claim; none of an attempt that was adopted. */
  Optional<Claim> claim = Optional.empty();

  /** Whether there may be a pod, or may have been one. */
  boolean mayHavePod;

  /** The clusters that may have the pod though they did not answer. */
  final Set<String> uncertainClusters = new HashSet<>();

  /** When an uncertain creation is to be repeated. */
  Instant retryAt = Instant.EPOCH;

  /** The pod that was created, until it is recorded in the database. */
  Optional<Created> unrecorded = Optional.empty();

  /** Since when an observation of it is being processed here. */
  Optional<Instant> busySince = Optional.empty();

  /** A pod that was seen to have ended, until the outcome is saved. */
  Optional<Pod> unsavedEnd = Optional.empty();

  /** How often its log could not be read. */
  int logFailures;

  /** The uid of its pod that was observed last; none when that pod is gone. */
  private Optional<String> observedUid = Optional.empty();

  /** What was published last of that pod. */
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

  /** Whether nothing of its claim was ever sent. */
  boolean isUnsent() {
    return (state == AttemptState.CLAIMED || state == AttemptState.DISPATCHED) && !mayHavePod;
  }

  /** Notes that a pod is there; returns whether it is another one than before. */
  boolean observe(String uid) {
    boolean other = !observedUid.equals(Optional.of(uid));
    if (other) {
      observedUid = Optional.of(uid);
      published = Optional.empty();
    }
    return other;
  }

  /** Notes what the observed pod shows; returns whether that is to be published. */
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

  /** Notes that a pod is gone; returns whether that is to be published. */
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

  /** Notes what a sweep has found; returns whether the sweep before found the same. */
  boolean foundAgain(PodObservation.What what, long sweep) {
    boolean again = found.equals(Optional.of(new Found(what, sweep - 1)));
    found = Optional.of(new Found(what, sweep));
    return again;
  }

  void forgetFoundBefore(long sweep) {
    found = found.filter(last -> last.sweep() >= sweep);
  }

  /** Forgets what only an attempt without a saved outcome needs. */
  void forgetOutcome() {
    unsavedEnd = Optional.empty();
    logFailures = 0;
  }

  /** Whether nothing of it needs to be known any more. */
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
