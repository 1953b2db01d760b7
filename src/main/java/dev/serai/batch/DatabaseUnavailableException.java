package dev.serai.batch;

/**
 * The database can't be reached or does not take work now: it is restarted, overloaded, or the
 * network is cut. What was being done may be tried again; whether it had been done already is not
 * known, and every operation of the store bears being repeated.
 */
public final class DatabaseUnavailableException extends RuntimeException {

  /**
   * @param message a line without values of any row
   */
  public DatabaseUnavailableException(String message) {
    super(message);
  }
}
