package dev.serai.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides about an item when an attempt at it has ended: whether it is retried, or how it ends. A
 * pure function, and the only place of this decision.
 *
 * @param state the item's new state
 * @param failures as of {@link Item#failures}
 * @param infrastructureFailures as of {@link Item#infrastructureFailures}
 * @param notBefore the earliest start of the next attempt, if there is one
 */
public record ItemRule(
    ItemState state, int failures, int infrastructureFailures, Optional<Instant> notBefore) {

  /**
   * Decides.
   *
   * @param item as it was during the attempt
   * @param ending whether its batch is being ended, so that nothing is started any more
   */
  public static ItemRule after(AttemptOutcome end, Item item, RetryPolicy policy, boolean ending) {
    int failures = item.failures();
    int infrastructureFailures = item.infrastructureFailures();
    return switch (end.kind()) {
      case SUCCEEDED -> last(ItemState.SUCCEEDED, failures, infrastructureFailures);
      case CANCELLED -> last(ItemState.CANCELLED, failures, infrastructureFailures);
      case REFUSED -> last(ItemState.FAILED, failures + 1, infrastructureFailures);
      case FAILED ->
          again(
              ItemState.FAILED,
              failures + 1,
              infrastructureFailures,
              failures + 1,
              policy.isWorthAnother(end.exitCode()) && failures + 1 < policy.maxAttempts(),
              ending,
              end,
              policy);
      case TIMED_OUT ->
          again(
              ItemState.TIMED_OUT,
              failures + 1,
              infrastructureFailures,
              failures + 1,
              policy.onTimeout() && failures + 1 < policy.maxAttempts(),
              ending,
              end,
              policy);
      case INFRASTRUCTURE ->
          again(
              ItemState.FAILED,
              failures,
              infrastructureFailures + 1,
              infrastructureFailures + 1,
              infrastructureFailures < policy.maxInfrastructureRetries(),
              ending,
              end,
              policy);
    };
  }

  private static ItemRule last(ItemState state, int failures, int infrastructureFailures) {
    return new ItemRule(state, failures, infrastructureFailures, Optional.empty());
  }

  private static ItemRule again(
      ItemState otherwise,
      int failures,
      int infrastructureFailures,
      int soFar,
      boolean worthIt,
      boolean ending,
      AttemptOutcome end,
      RetryPolicy policy) {
    if (!worthIt) {
      return last(otherwise, failures, infrastructureFailures);
    }
    if (ending) {
      return last(ItemState.CANCELLED, failures, infrastructureFailures);
    }
    Duration wait = policy.backoff().after(soFar);
    return new ItemRule(
        ItemState.QUEUED, failures, infrastructureFailures, Optional.of(end.at().plus(wait)));
  }
}
