package dev.serai.instance;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a failure says about another try: the one place that decides it, for routes (bean {@code
 * failures}, see {@link FailurePredicates}) and for Java. An exception of Serai declares its kind
 * with {@link Classified}.
 *
 * <p>The constants are ordered: the sooner another try is likely to succeed, the earlier.
 */
public enum FailureKind {
  /** An API server did not answer, or says that it is overloaded. */
  CLUSTER_UNAVAILABLE(true, true),
  /** The database did not answer, or says that it is overloaded. */
  DATABASE_UNAVAILABLE(true, true),
  /** The circuit breaker of a cluster is open: nothing was sent. */
  CIRCUIT_OPEN(true, true),
  /** A route that is stopping, a thread pool, or a rate limit did not accept the work. */
  NOT_ACCEPTED(true, true),
  /** A limit of this server is reached. */
  BUSY(false, true),
  /** One cluster has no room, as when a quota is used up. Another cluster may have room. */
  NO_ROOM(false, true),
  /** One cluster rejects this server's credentials. Another cluster may accept them. */
  CREDENTIALS_REJECTED(false, true),
  /** The request itself is refused: it fails each time. */
  REFUSED(false, false),
  /** A fault of this program. */
  INTERNAL(false, false);

  /** An exception that declares its kind. */
  public interface Classified {

    FailureKind kind();
  }

  private final boolean isTransient;
  private final boolean retriable;

  FailureKind(boolean isTransient, boolean retriable) {
    this.isTransient = isTransient;
    this.retriable = retriable;
  }

  /** The kind of a failure, or of the first of its causes that has one. */
  public static FailureKind of(Throwable failure) {
    return decisive(failure).map(FailureKind::direct).orElse(INTERNAL);
  }

  /**
   * The exception that decides the kind: the failure, or the first of its causes that has a kind.
   * Empty for {@link #INTERNAL}.
   */
  public static Optional<Throwable> decisive(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (direct(cause) != INTERNAL) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  private static FailureKind direct(Throwable failure) {
    if (failure instanceof Classified classified) {
      return classified.kind();
    }
    if (failure instanceof CallNotPermittedException) {
      return CIRCUIT_OPEN;
    }
    return failure instanceof RejectedExecutionException ? NOT_ACCEPTED : INTERNAL;
  }

  /**
   * Whether a part of the system is unavailable, whatever the request says: who can wait keeps the
   * request and repeats it with backoff, as queues do.
   */
  public boolean isTransient() {
    return isTransient;
  }

  /** Whether the same request may succeed later; so it may after every transient failure. */
  public boolean isRetriable() {
    return retriable;
  }

  /** Whether the failure says something about one cluster and nothing about the request. */
  public boolean isClusterSpecific() {
    return switch (this) {
      case CLUSTER_UNAVAILABLE, CIRCUIT_OPEN, NO_ROOM, CREDENTIALS_REJECTED -> true;
      case DATABASE_UNAVAILABLE, NOT_ACCEPTED, BUSY, REFUSED, INTERNAL -> false;
    };
  }
}
