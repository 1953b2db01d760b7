package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.track.AttemptState.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The attempts that this replica tracks in memory: those that it has claimed since it started, from
 * the claim ({@link HeldClaims}) to the saved outcome, and the few others for which its sweep has
 * found a change. Changes of the pods of its own attempts are processed immediately, all others by
 * the sweep.
 */
public final class AttemptRegistry {

  /** A limit, because a route that was stopped half way never reports that it has finished. */
  private static final Duration LONGEST_BUSY = Duration.ofMinutes(2);

  private final String store;
  private final boolean sole;
  private final Clock clock;
  private final Map<AttemptRef, TrackedAttempt> attempts = new LinkedHashMap<>();
  private final Map<AttemptState, Integer> counts = new EnumMap<>(AttemptState.class);

  /**
   * @param store the name of the database that has the attempts; pods of others are ignored
   * @param sole whether there is no other replica, so that every attempt belongs to this one
   */
  public AttemptRegistry(String store, boolean sole, Clock clock) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.sole = sole;
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  public String store() {
    return store;
  }

  /** Whether changes of the attempt are processed immediately, and not by the sweep. */
  boolean isOwn(AttemptRef ref) {
    return sole || isActive(ref);
  }

  /** Whether the attempt belongs to this replica, which knows no outcome of it. */
  boolean isActive(AttemptRef ref) {
    return state(ref).isActive();
  }

  synchronized AttemptState state(AttemptRef ref) {
    return get(ref).map(attempt -> attempt.state).orElse(AttemptState.UNTRACKED);
  }

  /** The number of tracked attempts. */
  synchronized int size() {
    return attempts.size();
  }

  // what the database knows

  /** The pods that this replica created and the database has not recorded yet. */
  synchronized List<Created> unrecorded() {
    return attempts.values().stream().flatMap(attempt -> attempt.unrecorded.stream()).toList();
  }

  /** Gives up recording these pods here: the watch and the sweep find them. */
  synchronized void leaveUnrecorded(Collection<Created> pods) {
    pods.forEach(pod -> update(pod.ref(), attempt -> attempt.unrecorded = Optional.empty()));
  }

  /** The database has recorded the pod. */
  synchronized void recorded(AttemptRef ref) {
    update(ref, attempt -> attempt.unrecorded = Optional.empty());
    apply(ref, Event.RECORD);
  }

  /** The database has recorded that the program runs. */
  synchronized void running(AttemptRef ref) {
    apply(ref, Event.RUN);
  }

  /** The database has the outcome, or needs none. */
  synchronized void ended(AttemptRef ref) {
    update(ref, TrackedAttempt::forgetOutcome);
    apply(ref, Event.END);
  }

  /** Retains an ended pod whose outcome could not be saved. */
  synchronized void unsaved(AttemptRef ref, Pod pod) {
    track(ref).unsavedEnd = Optional.of(pod);
  }

  /** The pod of {@link #unsaved}, which still shows the outcome if it is deleted meanwhile. */
  synchronized Optional<Pod> unsavedEnd(AttemptRef ref) {
    return get(ref).flatMap(attempt -> attempt.unsavedEnd);
  }

  // logs

  synchronized void logFailed(AttemptRef ref) {
    track(ref).logFailures++;
  }

  synchronized int logFailures(AttemptRef ref) {
    return get(ref).map(attempt -> attempt.logFailures).orElse(0);
  }

  /** The log was read or given up. */
  synchronized void logSettled(AttemptRef ref) {
    update(ref, attempt -> attempt.logFailures = 0);
  }

  // observations of pods

  /**
   * A pod of this replica's attempt was observed.
   *
   * @param what the change that it shows; empty for none
   * @return whether the change is new, and is to be published
   */
  synchronized boolean observed(AttemptRef ref, String uid, Optional<PodObservation.What> what) {
    TrackedAttempt attempt = track(ref);
    if (attempt.observe(uid) && sole && !attempt.state.isActive()) {
      // no other replica can hold an attempt of this database
      attempt.since = clock.instant();
      apply(ref, Event.ADOPT);
    }
    boolean news = what.filter(attempt::publish).isPresent();
    forgetIfIdle(ref, attempt);
    return news;
  }

  /**
   * A pod was deleted.
   *
   * @return whether that is to be published: its attempt has no outcome, and none is being saved
   */
  synchronized boolean gone(AttemptRef ref, String uid) {
    Optional<TrackedAttempt> attempt = get(ref);
    boolean news = attempt.filter(known -> known.lose(uid)).isPresent();
    attempt.ifPresent(known -> forgetIfIdle(ref, known));
    return news;
  }

  /** Publishing failed: the next event or the sweep repeats it. */
  synchronized void unpublished(AttemptRef ref) {
    update(ref, TrackedAttempt::unpublish);
  }

  /** Forgets all observations: a watch that starts again reports every pod that exists. */
  synchronized void forgetObservations() {
    List.copyOf(attempts.keySet()).forEach(ref -> update(ref, TrackedAttempt::forgetObservation));
  }

  /** An observation of the attempt is being processed here: a sweep skips it. */
  synchronized void busy(AttemptRef ref) {
    track(ref).busySince = Optional.of(clock.instant());
  }

  /** The processing has ended. */
  synchronized void idle(AttemptRef ref) {
    update(ref, attempt -> attempt.busySince = Optional.empty());
  }

  synchronized boolean isBusy(AttemptRef ref) {
    Instant begun = clock.instant().minus(LONGEST_BUSY);
    return get(ref).flatMap(attempt -> attempt.busySince).filter(begun::isBefore).isPresent();
  }

  // sweeps

  /** Records what a sweep has found; returns whether the previous sweep found the same. */
  synchronized boolean foundAgain(AttemptRef ref, PodObservation.What what, long sweep) {
    return track(ref).foundAgain(what, sweep);
  }

  /**
   * A sweep has finished.
   *
   * @param active the attempts that have no outcome in the database
   * @param begun when they were read: the sweep does not know attempts that were claimed later
   */
  synchronized void swept(long sweep, Set<AttemptRef> active, Instant begun) {
    for (AttemptRef ref : List.copyOf(attempts.keySet())) {
      update(
          ref,
          attempt -> {
            attempt.forgetFoundBefore(sweep);
            if (!active.contains(ref) && attempt.since.isBefore(begun)) {
              attempt.forgetOutcome();
              attempt.busySince = attempt.busySince.filter(since -> isBusy(ref));
              if (!attempt.state.isPending()) {
                apply(ref, Event.END);
              }
            }
          });
    }
  }

  // used by HeldClaims as well; called with the lock of this registry held

  Optional<TrackedAttempt> get(AttemptRef ref) {
    return Optional.ofNullable(attempts.get(ref));
  }

  TrackedAttempt track(AttemptRef ref) {
    return attempts.computeIfAbsent(
        ref,
        any -> {
          TrackedAttempt attempt = new TrackedAttempt();
          counts.merge(attempt.state, 1, Integer::sum);
          return attempt;
        });
  }

  /** Changes an attempt, if it is tracked. */
  void update(AttemptRef ref, Consumer<TrackedAttempt> change) {
    get(ref)
        .ifPresent(
            attempt -> {
              change.accept(attempt);
              forgetIfIdle(ref, attempt);
            });
  }

  void apply(AttemptRef ref, Event event) {
    update(
        ref,
        attempt -> {
          AttemptState next = attempt.state.after(event);
          counts.merge(attempt.state, -1, Integer::sum);
          counts.merge(next, 1, Integer::sum);
          attempt.state = next;
        });
  }

  /** Applies an event to all attempts that meet a condition, in the order of their claims. */
  List<TrackedAttempt> applyWhere(Predicate<TrackedAttempt> condition, Event event) {
    Map<AttemptRef, TrackedAttempt> found = new LinkedHashMap<>();
    attempts.forEach(
        (ref, attempt) -> {
          if (condition.test(attempt)) {
            found.put(ref, attempt);
          }
        });
    found.keySet().forEach(ref -> apply(ref, event));
    return List.copyOf(found.values());
  }

  int count(Predicate<AttemptState> condition) {
    int sum = 0;
    for (Map.Entry<AttemptState, Integer> count : counts.entrySet()) {
      sum += condition.test(count.getKey()) ? count.getValue() : 0;
    }
    return sum;
  }

  private void forgetIfIdle(AttemptRef ref, TrackedAttempt attempt) {
    if (attempt.isForgettable() && attempts.remove(ref, attempt)) {
      counts.merge(attempt.state, -1, Integer::sum);
    }
  }
}
