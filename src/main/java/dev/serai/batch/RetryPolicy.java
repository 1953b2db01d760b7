package dev.serai.batch;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Which failed attempts are followed by another.
 *
 * @param maxAttempts how often the program may be run to its own end, from 1; attempts that
 *     infrastructure spoilt are not among them
 * @param maxInfrastructureRetries how many spoilt attempts are made good, from 0
 * @param onFailure whether a program that fails is run again
 * @param exitCodes if not empty, only these count as failures worth another attempt
 * @param onTimeout whether one that ran too long is run again
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
      throw new IllegalArgumentException("a budget of attempts is out of range");
    }
  }

  boolean isWorthAnother(OptionalInt exitCode) {
    return onFailure
        && (exitCodes.isEmpty()
            || (exitCode.isPresent() && exitCodes.contains(exitCode.getAsInt())));
  }
}
