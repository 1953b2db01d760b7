package dev.serai.instance;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Objects;

/**
 * The waits between the tries of one thing: each is twice the one before, up to the longest.
 *
 * @param initial the wait after the first failure
 * @param max the longest wait
 * @param jitter the share of a wait, from 0 to 1, by which it is shortened or lengthened at random,
 *     so that those who failed together do not try again together
 */
public record ExponentialBackoff(Duration initial, Duration max, double jitter) {

  private static final int MULTIPLIER = 2;

  /** After so many doublings any wait is the longest: a millisecond has become 12 days. */
  private static final int MAX_FAILURES = 31;

  public ExponentialBackoff {
    Objects.requireNonNull(initial, "initial is null");
    Objects.requireNonNull(max, "max is null");
    if (initial.isNegative() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("initial is negative or longer than max");
    }
    if (jitter < 0 || jitter >= 1) {
      throw new IllegalArgumentException("jitter is not within 0 and 1: " + jitter);
    }
  }

  /** Waits without jitter. */
  public static ExponentialBackoff of(Duration initial, Duration max) {
    return new ExponentialBackoff(initial, max, 0);
  }

  /**
   * The wait after so many failures, one after the other.
   *
   * @param failures fewer than 1 count as 1
   */
  public Duration after(int failures) {
    if (initial.toMillis() == 0) {
      // resilience4j rejects waits of nothing, and twice nothing is nothing
      return initial;
    }
    IntervalFunction waits =
        jitter == 0
            ? IntervalFunction.ofExponentialBackoff(initial, MULTIPLIER, max)
            : IntervalFunction.ofExponentialRandomBackoff(initial, MULTIPLIER, jitter, max);
    return Duration.ofMillis(waits.apply(Math.max(1, Math.min(failures, MAX_FAILURES))));
  }
}
