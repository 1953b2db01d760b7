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

  private final boolean outcomeUnknown;

  private ClusterUnavailableException(String message, boolean outcomeUnknown, Throwable cause) {
    super(Objects.requireNonNull(message, "message is null"), cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** The API server certainly did not do it. */
  public static ClusterUnavailableException notDone(String message, Throwable cause) {
    return new ClusterUnavailableException(message, false, cause);
  }

  /** The request was sent and the answer never came: it may have been carried out. */
  public static ClusterUnavailableException outcomeUnknown(String message, Throwable cause) {
    return new ClusterUnavailableException(message, true, cause);
  }

  @Override
  public FailureKind kind() {
    return FailureKind.CLUSTER_UNAVAILABLE;
  }

  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
