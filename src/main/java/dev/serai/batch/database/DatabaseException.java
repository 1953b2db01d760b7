package dev.serai.batch.database;

import java.sql.SQLException;

/**
 * A statement failed for a reason that a repeat does not mend: a defect, or a broken schema. It has
 * no cause: messages of databases quote the rows that they are about, and those may hold secrets.
 */
public final class DatabaseException extends RuntimeException {

  private final String state;

  DatabaseException(SQLException failure) {
    super("the database refuses a statement (SQLSTATE " + failure.getSQLState() + ")");
    this.state = String.valueOf(failure.getSQLState());
    setStackTrace(failure.getStackTrace());
  }

  /** The SQLSTATE. */
  public String state() {
    return state;
  }
}
