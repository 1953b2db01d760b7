package dev.serai.alicloud.access;

import dev.serai.instance.ExponentialBackoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * When a kubeconfig is renewed: at four fifths of its life, and up to a twentieth earlier, so that
 * replicas don't all renew at once. After a failure the retries come closer together towards its
 * end: each waits at most an eighth of the remaining life.
 *
 * @param random from 0 to 1
 */
record RenewalTimes(DoubleSupplier random) {

  private static final double PART_OF_LIFE = 0.8;
  private static final double JITTER = 0.05;
  private static final Duration LEAST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LONGEST_WITHOUT = Duration.ofSeconds(10);
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofMillis(500), LONGEST, 0.3);
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
    Duration backoff = BACKOFF.after(failures);
    Duration rest = Duration.between(now, expires);
    return atLeast(
        rest.isNegative() ? backoff : shorter(backoff, rest.dividedBy(PARTS_OF_THE_REST)));
  }

  /**
   * The wait after a failure while there is no kubeconfig at all, so that nothing works.
   *
   * @param failures how many have followed each other
   */
  Duration untilFirst(int failures) {
    return shorter(BACKOFF.after(failures), LONGEST_WITHOUT);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration atLeast(Duration wait) {
    return wait.compareTo(LEAST) < 0 ? LEAST : wait;
  }
}
