package dev.serai.batch.database;

/** The database can't be opened; the message says what to do, in one line. */
public final class DatabaseStartException extends RuntimeException {

  DatabaseStartException(String message) {
    super(message);
  }
}
