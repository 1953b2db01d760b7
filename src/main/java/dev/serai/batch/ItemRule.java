package dev.serai.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of an item when an attempt at it has ended: the one place where that is decided. A
 * pure function.
 *
 * @param state the item's new state
 * @param failures as of {@link Item#failures}
 * @param spoilt as of {@link Item#spoilt}
 * @param notBefore when the next attempt may begin, if there is one
 */
public record ItemRule(ItemState state, int failures, int spoilt, Optional<Instant> notBefore) {

  /**
   * Decides.
   *
   * @param item as it was during the attempt
   * @param ending whether its batch is being ended, so that nothing is started any more
   */
  public static ItemRule after(AttemptEnd end, Item item, RetryPolicy policy, boolean ending) {
    int failures = item.failures();
    int spoilt = item.spoilt();
    return switch (end.kind()) {
      case SUCCEEDED -> last(ItemState.SUCCEEDED, failures, spoilt);
      case CANCELLED -> last(ItemState.CANCELLED, failures, spoilt);
      case REFUSED -> last(ItemState.FAILED, failures + 1, spoilt);
      case FAILED ->
          again(
              ItemState.FAILED,
              failures + 1,
              spoilt,
              failures + 1,
              policy.isWorthAnother(end.exitCode()) && failures + 1 < policy.maxAttempts(),
              ending,
              end,
              policy);
      case TIMED_OUT ->
          again(
              ItemState.TIMED_OUT,
              failures + 1,
              spoilt,
              failures + 1,
              policy.onTimeout() && failures + 1 < policy.maxAttempts(),
              ending,
              end,
              policy);
      case INFRASTRUCTURE ->
          again(
              ItemState.FAILED,
              failures,
              spoilt + 1,
              spoilt + 1,
              spoilt < policy.maxInfrastructureRetries(),
              ending,
              end,
              policy);
    };
  }

  private static ItemRule last(ItemState state, int failures, int spoilt) {
    return new ItemRule(state, failures, spoilt, Optional.empty());
  }

  private static ItemRule again(
      ItemState otherwise,
      int failures,
      int spoilt,
      int soFar,
      boolean worthIt,
      boolean ending,
      AttemptEnd end,
      RetryPolicy policy) {
    if (!worthIt) {
      return last(otherwise, failures, spoilt);
    }
    if (ending) {
      return last(ItemState.CANCELLED, failures, spoilt);
    }
    Duration wait = policy.backoff().after(soFar);
    return new ItemRule(ItemState.QUEUED, failures, spoilt, Optional.of(end.at().plus(wait)));
  }
}
