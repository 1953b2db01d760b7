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
 * The backoff of targets that could not accept a pod: nothing is started there, longer after each
 * failure, until a creation succeeds.
 */
final class TargetHolds {

  /** With jitter, so that replicas do not retry at the same time. */
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofMillis(500), Duration.ofSeconds(15), 0.3);

  private record Hold(int failures, Instant until) {}

  private final Clock clock;
  private final Map<String, Hold> holds = new HashMap<>();

  TargetHolds(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * A creation at the target failed.
   *
   * @return when it is retried
   */
  synchronized Instant hold(String target) {
    Instant now = clock.instant();
    Hold before = holds.get(target);
    if (before != null && now.isBefore(before.until())) {
      // concurrent creations fail together, and count once
      return before.until();
    }
    int failures = before == null ? 1 : before.failures() + 1;
    Instant until = now.plus(BACKOFF.after(failures));
    holds.put(target, new Hold(failures, until));
    return until;
  }

  /** A creation at the target succeeded. */
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
