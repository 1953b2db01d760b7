package dev.serai.cluster;

import dev.serai.instance.FailureKind;
import java.util.Objects;

/**
 * The API server could not be reached, did not answer in time, or is overloaded: the call may be
 * retried.
 *
 * <p>Routes retry on this type, and the circuit breaker counts it and nothing else.
 */
public final class ClusterUnavailableException extends RuntimeException
    implements FailureKind.Classified {

  private final boolean outcomeUncertain;

  private ClusterUnavailableException(String message, boolean outcomeUncertain, Throwable cause) {
    super(Objects.requireNonNull(message, "message is null"), cause);
    this.outcomeUncertain = outcomeUncertain;
  }

  /** The API server has certainly not executed the call. */
  public static ClusterUnavailableException notExecuted(String message, Throwable cause) {
    return new ClusterUnavailableException(message, false, cause);
  }

  /** The request was sent and not answered: it may have been executed. */
  public static ClusterUnavailableException outcomeUncertain(String message, Throwable cause) {
    return new ClusterUnavailableException(message, true, cause);
  }

  @Override
  public FailureKind kind() {
    return FailureKind.CLUSTER_UNAVAILABLE;
  }

  public boolean isOutcomeUncertain() {
    return outcomeUncertain;
  }
}
