package dev.serai.instance;

/**
 * Bean {@code failures}: what an {@code onWhen} of a route asks about the exception that was
 * caught. Each method is false where there is no exception.
 */
public final class FailurePredicates {

  /** See {@link FailureKind#isTransient}. */
  public boolean isTransient(Exception failure) {
    return FailureKind.of(failure).isTransient();
  }

  /** See {@link FailureKind#isRetriable}. */
  public boolean isRetriable(Exception failure) {
    return FailureKind.of(failure).isRetriable();
  }

  /** Whether a cluster is unavailable, or its circuit breaker is open. */
  public boolean isOfCluster(Exception failure) {
    return switch (FailureKind.of(failure)) {
      case CLUSTER_UNAVAILABLE, CIRCUIT_OPEN -> true;
      case DATABASE_UNAVAILABLE,
          NOT_ACCEPTED,
          BUSY,
          NO_ROOM,
          CREDENTIALS_REJECTED,
          REFUSED,
          INTERNAL ->
          false;
    };
  }

  /** Whether the database is unavailable. */
  public boolean isOfDatabase(Exception failure) {
    return FailureKind.of(failure) == FailureKind.DATABASE_UNAVAILABLE;
  }

  /** Whether another cluster may carry the request out. */
  public boolean isClusterSpecific(Exception failure) {
    return FailureKind.of(failure).isClusterSpecific();
  }
}
