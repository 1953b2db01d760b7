package dev.serai.batch;

import dev.serai.instance.ExponentialBackoff;
import java.time.Duration;

/**
 * Exponential backoff between the attempts at an item: each wait is twice the previous one, up to
 * the maximum.
 *
 * @param initial the wait before the second attempt
 * @param max the longest wait
 */
public record Backoff(Duration initial, Duration max) {

  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  public Backoff {
    // ExponentialBackoff checks both
    ExponentialBackoff.of(initial, max);
  }

  /**
   * The wait after this number of failures.
   *
   * @param failures at least 1
   */
  public Duration after(int failures) {
    return ExponentialBackoff.of(initial, max).after(failures);
  }
}
