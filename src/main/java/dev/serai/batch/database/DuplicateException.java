package dev.serai.batch.database;

/** A row of this key is there already; the transaction is rolled back. */
public final class DuplicateException extends RuntimeException {

  DuplicateException() {
    super("there is such a row already");
  }
}
