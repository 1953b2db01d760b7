package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.track.AttemptState.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The claims that this replica holds, from the database to the answer of an API server: how many
 * more may be acquired, which are to be dispatched, and the result of each.
 */
public final class HeldClaims {

  /**
   * Low-water mark, for each starter: with fewer claims queued or being worked on, more are
   * claimed. Starting so many takes about as long as a claim.
   */
  private static final int LOW_WATER = 2;

  /** The most claims held for each starter, so that no starter waits for a claim. */
  private static final int HIGH_WATER = 5;

  private final AttemptRegistry attempts;
  private final int starters;
  private final Clock clock;

  /**
   * @param starters how many pods are created at the same time
   */
  public HeldClaims(AttemptRegistry attempts, int starters, Clock clock) {
    this.attempts = Objects.requireNonNull(attempts, "attempts is null");
    this.starters = starters;
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** The name of the database that the claims are from. */
  public String store() {
    return attempts.store();
  }

  /**
   * How many more are to be claimed: none above the low-water mark, and many below it, since a
   * claim of one costs the database as much as a claim of many.
   */
  public int room() {
    synchronized (attempts) {
      int held = attempts.count(AttemptState::isPending);
      return isLow() ? Math.max(0, HIGH_WATER * starters - held) : 0;
    }
  }

  /** Whether so few claims are queued or being worked on that it is worth while to claim more. */
  public boolean isLow() {
    synchronized (attempts) {
      return attempts.count(AttemptState::isStarting) < LOW_WATER * starters;
    }
  }

  public void add(List<Claim> claims) {
    synchronized (attempts) {
      for (Claim claim : claims) {
        attempts.track(claim.ref()).claim(claim, clock.instant());
        attempts.apply(claim.ref(), Event.CLAIM);
      }
    }
  }

  /** Gives up the expired claims: another replica has taken them over, or will. */
  public void expire(Instant now) {
    synchronized (attempts) {
      attempts.applyWhere(
          attempt -> attempt.state.isPending() && attempt.isExpired(now), Event.EXPIRE);
    }
  }

  /** The claims that are new, or whose creation is to be repeated now; each is dispatched once. */
  public List<Claim> dispatch(Instant now, Set<String> heldTargets) {
    return applied(attempt -> attempt.isDue(now, heldTargets), Event.DISPATCH);
  }

  /** Whether the creation of a dispatched claim may start: its state has not changed since. */
  public boolean begin(Claim claim) {
    synchronized (attempts) {
      boolean begins =
          heldBy(claim).filter(one -> one.state == AttemptState.DISPATCHED).isPresent();
      if (begins) {
        attempts.apply(claim.ref(), Event.BEGIN);
      }
      return begins;
    }
  }

  /** The clusters that did not answer a creation, and may have the pod. */
  public Set<String> uncertainClusters(AttemptRef ref) {
    synchronized (attempts) {
      return attempts.get(ref).map(one -> Set.copyOf(one.uncertainClusters)).orElse(Set.of());
    }
  }

  /** Whether a creation may have been carried out: the pod may exist, or may have been deleted. */
  public boolean mayHavePod(AttemptRef ref) {
    synchronized (attempts) {
      return attempts.get(ref).filter(one -> one.mayHavePod).isPresent();
    }
  }

  /** There is no pod, and there never was one: no creation was carried out. */
  public void hasNoPod(AttemptRef ref) {
    synchronized (attempts) {
      attempts.update(ref, one -> one.mayHavePod = false);
    }
  }

  /** Whether the database knows a pod of the attempt, as after an observation by the watch. */
  public boolean isRecorded(AttemptRef ref) {
    return attempts.state(ref).isRecorded();
  }

  /**
   * The creation may have been carried out, and is to be repeated.
   *
   * @param clusters those that did not answer; empty for the creation of an earlier claim, whose
   *     cluster is unknown
   */
  public void answerLost(AttemptRef ref, Set<String> clusters, Instant retryAt) {
    synchronized (attempts) {
      attempts.update(
          ref,
          one -> {
            one.mayHavePod = true;
            one.uncertainClusters.addAll(clusters);
            one.retryAt = retryAt;
          });
      attempts.apply(ref, Event.LOSE_ANSWER);
    }
  }

  /**
   * The pod exists, whichever claim of the attempt created it. It is recorded in the database
   * together with other new pods, unless it is recorded already.
   */
  public void created(Created pod) {
    synchronized (attempts) {
      if (!isRecorded(pod.ref())) {
        attempts.track(pod.ref()).unrecorded = Optional.of(pod);
      }
      attempts.apply(pod.ref(), Event.CREATE);
    }
  }

  /** Releases this claim. A later claim of the same attempt stays, and so does a pod. */
  public void release(Claim claim) {
    synchronized (attempts) {
      if (heldBy(claim).isPresent()) {
        attempts.apply(claim.ref(), Event.RELEASE);
      }
    }
  }

  /** Releases the claims for which no creation was ever sent. */
  public List<Claim> releaseUnsent() {
    return applied(TrackedAttempt::isUnsent, Event.RELEASE);
  }

  private Optional<TrackedAttempt> heldBy(Claim claim) {
    return attempts.get(claim.ref()).filter(one -> one.claim.equals(Optional.of(claim)));
  }

  private List<Claim> applied(Predicate<TrackedAttempt> condition, Event event) {
    synchronized (attempts) {
      return attempts.applyWhere(condition, event).stream()
          .flatMap(one -> one.claim.stream())
          .toList();
    }
  }
}
