package dev.serai.batch.run;

import dev.serai.instance.ExponentialBackoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Targets that nothing is started at for a while, because they could not take it: each for longer
 * than the time before, until one of them takes something.
 */
final class TargetHolds {

  /** With jitter, so that replicas do not come back together. */
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofMillis(500), Duration.ofSeconds(15), 0.3);

  private record Hold(int failures, Instant until) {}

  private final Clock clock;
  private final Map<String, Hold> holds = new HashMap<>();

  TargetHolds(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
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
    Instant until = now.plus(BACKOFF.after(failures));
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
