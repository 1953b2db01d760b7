package dev.serai.batch;

import dev.serai.instance.ExponentialBackoff;
import java.time.Duration;

/**
 * Waits between the attempts at an item; each is twice the one before, up to the longest.
 *
 * @param initial before the second attempt
 * @param max the longest
 */
public record Backoff(Duration initial, Duration max) {

  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  public Backoff {
    // ExponentialBackoff checks both
    ExponentialBackoff.of(initial, max);
  }

  /**
   * The wait after so many failures.
   *
   * @param failures at least 1
   */
  public Duration after(int failures) {
    return ExponentialBackoff.of(initial, max).after(failures);
  }
}
