package dev.serai.batch;

import dev.serai.instance.FailureKind;

/**
 * The database can't be reached or accepts no work now: it is restarting or overloaded, or the
 * network is down. It is unknown whether the operation was carried out. It may be retried, because
 * every operation of the store is idempotent.
 */
public final class DatabaseUnavailableException extends RuntimeException
    implements FailureKind.Classified {

  /**
   * @param message one line without values of any row
   */
  public DatabaseUnavailableException(String message) {
    super(message);
  }

  @Override
  public FailureKind kind() {
    return FailureKind.DATABASE_UNAVAILABLE;
  }
}
