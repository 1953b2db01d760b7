package dev.serai.alicloud.access;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * When a kubeconfig is renewed: at four fifths of its life, and up to a twentieth earlier so that
 * replicas don't ask all at once. After a failure sooner and sooner apart towards its end: at most
 * an eighth of what is left.
 *
 * @param random from 0 to 1
 */
record RenewalTimes(DoubleSupplier random) {

  private static final double PART_OF_LIFE = 0.8;
  private static final double JITTER = 0.05;
  private static final Duration LEAST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LONGEST_WITHOUT = Duration.ofSeconds(10);
  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(500), 2, 0.3, LONGEST);
  // the interval is the longest there is long before
  private static final int MAX_ATTEMPT = 20;
  private static final int PARTS_OF_THE_REST = 8;

  RenewalTimes {
    Objects.requireNonNull(random, "random is null");
  }

  /** The wait until the first try. */
  Duration untilRenewal(Instant now, Instant issued, Instant expires) {
    double part = PART_OF_LIFE - JITTER * random.getAsDouble();
    long life = Math.max(0, Duration.between(issued, expires).toMillis());
    return atLeast(Duration.between(now, issued.plusMillis((long) (life * part))));
  }

  /**
   * The wait after a failure.
   *
   * @param failures how many have followed each other
   */
  Duration untilRetry(Instant now, int failures, Instant expires) {
    long backoff = BACKOFF.apply(Math.min(failures, MAX_ATTEMPT));
    Duration rest = Duration.between(now, expires);
    return rest.isNegative()
        ? atLeast(Duration.ofMillis(backoff))
        : atLeast(Duration.ofMillis(Math.min(backoff, rest.toMillis() / PARTS_OF_THE_REST)));
  }

  /**
   * The wait after a failure while there is none at all, which nothing can be done without.
   *
   * @param failures how many have followed each other
   */
  Duration untilFirst(int failures) {
    long backoff = BACKOFF.apply(Math.min(failures, MAX_ATTEMPT));
    return Duration.ofMillis(Math.min(backoff, LONGEST_WITHOUT.toMillis()));
  }

  private static Duration atLeast(Duration wait) {
    return wait.compareTo(LEAST) < 0 ? LEAST : wait;
  }
}
