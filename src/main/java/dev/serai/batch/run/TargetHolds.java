package dev.serai.batch.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Targets that nothing is started at for a while, because they could not take it: each for longer
 * than the time before, until one of them takes something.
 */
final class TargetHolds {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final int MAX_DOUBLINGS = 10;

  /** Up to this share is added at random, so that replicas do not come back together. */
  private static final double JITTER = 0.3;

  private record Hold(int failures, Instant until) {}

  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, Hold> holds = new HashMap<>();

  TargetHolds(Clock clock, RandomGenerator random) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.random = Objects.requireNonNull(random, "random is null");
  }

  /**
   * It could not take something.
   *
   * @return when it is tried again
   */
  synchronized Instant hold(String target) {
    Instant now = clock.instant();
    Hold before = holds.get(target);
    if (before != null && now.isBefore(before.until())) {
      // what was under way together fails together, and counts once
      return before.until();
    }
    int failures = before == null ? 1 : before.failures() + 1;
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration cut = wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    Instant until = now.plusMillis((long) (cut.toMillis() * (1 + JITTER * random.nextDouble())));
    holds.put(target, new Hold(failures, until));
    return until;
  }

  /** It has taken something. */
  synchronized void release(String target) {
    holds.remove(target);
  }

  synchronized Set<String> held() {
    Instant now = clock.instant();
    Set<String> held = new HashSet<>();
    holds.forEach(
        (target, hold) -> {
          if (now.isBefore(hold.until())) {
            held.add(target);
          }
        });
    return held;
  }
}
