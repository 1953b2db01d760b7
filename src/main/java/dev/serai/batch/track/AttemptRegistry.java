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
 * All that this replica knows in memory of attempts: of those that it has claimed since it started,
 * from the claim ({@link HeldClaims}) to the saved outcome, and of the few others that its sweep
 * has found something about. What happens to the pods of its own attempts is processed at once;
 * everything else is left to the sweep.
 */
public final class AttemptRegistry {

  /** A route that was stopped half way never says that it is done. */
  private static final Duration LONGEST_BUSY = Duration.ofMinutes(2);

  private final String store;
  private final boolean sole;
  private final Clock clock;
  private final Map<AttemptRef, TrackedAttempt> attempts = new LinkedHashMap<>();
  private final Map<AttemptState, Integer> counts = new EnumMap<>(AttemptState.class);

  /**
   * @param store the name of the database that has the attempts; pods of any other are ignored
   * @param sole whether there is no other replica, so that every attempt is this one's
   */
  public AttemptRegistry(String store, boolean sole, Clock clock) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.sole = sole;
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  public String store() {
    return store;
  }

  /** Whether what happens to the attempt is processed at once, and not left to the sweep. */
  boolean isOwn(AttemptRef ref) {
    return sole || isActive(ref);
  }

  /** Whether the attempt is this replica's, and has no outcome that this replica knows. */
  boolean isActive(AttemptRef ref) {
    return state(ref).isActive();
  }

  synchronized AttemptState state(AttemptRef ref) {
    return get(ref).map(attempt -> attempt.state).orElse(AttemptState.UNTRACKED);
  }

  /** How many attempts something is known of. */
  synchronized int size() {
    return attempts.size();
  }

  // what the database knows

  /** The pods that were created here, and that the database has yet to record. */
  synchronized List<Created> unrecorded() {
    return attempts.values().stream().flatMap(attempt -> attempt.unrecorded.stream()).toList();
  }

  /** These pods can't be recorded: they are left to the watch and the sweep. */
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

  /** The pod was seen to have ended, and the outcome could not be saved. */
  synchronized void unsaved(AttemptRef ref, Pod pod) {
    track(ref).unsavedEnd = Optional.of(pod);
  }

  /** Should the pod of {@link #unsaved} be deleted meanwhile, it is still known how it ended. */
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

  /** The log was read, or nobody waits for it any more. */
  synchronized void logSettled(AttemptRef ref) {
    update(ref, attempt -> attempt.logFailures = 0);
  }

  // observations of pods

  /**
   * A pod of this replica's attempt was observed.
   *
   * @param what what it shows; empty for a pod that is merely there
   * @return whether that is news, which is to be published
   */
  synchronized boolean observed(AttemptRef ref, String uid, Optional<PodObservation.What> what) {
    TrackedAttempt attempt = track(ref);
    if (attempt.observe(uid) && sole && !attempt.state.isActive()) {
      // nobody else can hold an attempt of this database
      attempt.since = clock.instant();
      apply(ref, Event.ADOPT);
    }
    boolean news = what.filter(attempt::publish).isPresent();
    forgetIfIdle(ref, attempt);
    return news;
  }

  /**
   * A pod has gone.
   *
   * @return whether that is news: its attempt has no outcome, and nobody is about to save one
   */
  synchronized boolean gone(AttemptRef ref, String uid) {
    Optional<TrackedAttempt> attempt = get(ref);
    boolean news = attempt.filter(known -> known.lose(uid)).isPresent();
    attempt.ifPresent(known -> forgetIfIdle(ref, known));
    return news;
  }

  /** What was to be published could not be: the next event, or the sweep, publishes it. */
  synchronized void unpublished(AttemptRef ref) {
    update(ref, TrackedAttempt::unpublish);
  }

  /** The watch begins anew, and shows every pod that is there. */
  synchronized void forgetObservations() {
    List.copyOf(attempts.keySet()).forEach(ref -> update(ref, TrackedAttempt::forgetObservation));
  }

  /** An observation of the attempt is processed here: a sweep leaves it alone. */
  synchronized void busy(AttemptRef ref) {
    track(ref).busySince = Optional.of(clock.instant());
  }

  /** The processing is over. */
  synchronized void idle(AttemptRef ref) {
    update(ref, attempt -> attempt.busySince = Optional.empty());
  }

  synchronized boolean isBusy(AttemptRef ref) {
    Instant begun = clock.instant().minus(LONGEST_BUSY);
    return get(ref).flatMap(attempt -> attempt.busySince).filter(begun::isBefore).isPresent();
  }

  // sweeps

  /** Notes what a sweep has found; returns whether the sweep before found the same. */
  synchronized boolean foundAgain(AttemptRef ref, PodObservation.What what, long sweep) {
    return track(ref).foundAgain(what, sweep);
  }

  /**
   * A sweep is over.
   *
   * @param active the attempts that have no outcome in the database
   * @param begun when they were read: what was claimed since is unknown to the sweep
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

  // what HeldClaims needs as well; called with the lock of this registry held

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

  /** Changes what is known of an attempt, if anything is. */
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

  /** Applies an event to all attempts of which something is true, in the order of their claims. */
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
