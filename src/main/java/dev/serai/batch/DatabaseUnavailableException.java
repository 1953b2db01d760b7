package dev.serai.batch;

import dev.serai.instance.FailureKind;

/**
 * The database can't be reached or does not take work now: it is restarted, overloaded, or the
 * network is cut. What was being done may be tried again; whether it had been done already is not
 * known, and every operation of the store bears being repeated.
 */
public final class DatabaseUnavailableException extends RuntimeException
    implements FailureKind.Classified {

  /**
   * @param message a line without values of any row
   */
  public DatabaseUnavailableException(String message) {
    super(message);
  }

  @Override
  public FailureKind kind() {
    return FailureKind.DATABASE_UNAVAILABLE;
  }
}
