package dev.serai.batch;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Which failed attempts are retried.
 *
 * @param maxAttempts how often the program may be run, from 1; infrastructure failures do not count
 * @param maxInfrastructureRetries how many infrastructure failures are retried, from 0
 * @param onFailure whether a program that fails is run again
 * @param exitCodes if not empty, only failures with these exit codes are retried
 * @param onTimeout whether an attempt that timed out is retried
 */
public record RetryPolicy(
    int maxAttempts,
    int maxInfrastructureRetries,
    boolean onFailure,
    Set<Integer> exitCodes,
    boolean onTimeout,
    @Nested("backoff") Backoff backoff) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(1, 3, true, Set.of(), false, Backoff.DEFAULT);

  public RetryPolicy {
    exitCodes = Set.copyOf(exitCodes);
    Objects.requireNonNull(backoff, "backoff is null");
    if (maxAttempts < 1 || maxInfrastructureRetries < 0) {
      throw new IllegalArgumentException("maxAttempts or maxInfrastructureRetries is out of range");
    }
  }

  boolean isWorthAnother(OptionalInt exitCode) {
    return onFailure
        && (exitCodes.isEmpty()
            || (exitCode.isPresent() && exitCodes.contains(exitCode.getAsInt())));
  }
}
