package dev.serai.batch.database;

import java.sql.SQLException;

/**
 * A statement failed for a reason that a retry does not remove: a defect, or a broken schema. It
 * has no cause, because messages of databases quote rows, which may hold secrets.
 */
public final class DatabaseException extends RuntimeException {

  private final String state;

  DatabaseException(SQLException failure) {
    super("the database rejected a statement (SQLSTATE " + failure.getSQLState() + ")");
    this.state = String.valueOf(failure.getSQLState());
    setStackTrace(failure.getStackTrace());
  }

  /** The SQLSTATE. */
  public String state() {
    return state;
  }
}
