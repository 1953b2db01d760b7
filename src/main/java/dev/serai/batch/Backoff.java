package dev.serai.batch;

import java.time.Duration;
import java.util.Objects;

/**
 * Waits between the attempts at an item; each is twice the one before, up to the longest.
 *
 * @param initial before the second attempt
 * @param max the longest
 */
public record Backoff(Duration initial, Duration max) {

  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  public Backoff {
    Objects.requireNonNull(initial, "initial is null");
    Objects.requireNonNull(max, "max is null");
    if (initial.isNegative() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("initial is negative or longer than max");
    }
  }

  /**
   * The wait after so many failures.
   *
   * @param failures at least 1
   */
  public Duration after(int failures) {
    // 2^30 times any wait is longer than what anybody waits
    Duration wait = initial.multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, 30));
    return wait.compareTo(max) < 0 ? wait : max;
  }
}
