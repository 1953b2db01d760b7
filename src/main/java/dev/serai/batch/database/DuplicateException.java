package dev.serai.batch.database;

/** A row with this key exists already; the transaction is rolled back. */
public final class DuplicateException extends RuntimeException {

  DuplicateException() {
    super("a row with this key exists already");
  }
}
