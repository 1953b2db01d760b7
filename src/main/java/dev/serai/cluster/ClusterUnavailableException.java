package dev.serai.cluster;

import dev.serai.instance.FailureKind;
import java.util.Objects;

/**
 * The API server could not be reached, did not answer in time, or says it is overloaded: worth
 * another try.
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

  /** The API server certainly did not do it. */
  public static ClusterUnavailableException notExecuted(String message, Throwable cause) {
    return new ClusterUnavailableException(message, false, cause);
  }

  /** The request was sent and the answer never came: it may have been carried out. */
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
