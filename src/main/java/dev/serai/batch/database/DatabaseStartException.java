package dev.serai.batch.database;

import java.sql.SQLException;

/** The database can't be opened; the message says what to do, in one line. */
public final class DatabaseStartException extends RuntimeException {

  DatabaseStartException(String message) {
    super(message);
  }

  static DatabaseStartException notOpened(DatabaseAddress address, Throwable failure) {
    SQLException reason = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        reason = sql;
      }
    }
    String state = reason == null ? "" : String.valueOf(reason.getSQLState());
    String why;
    if (!address.isPostgresql()) {
      why = "it can't be opened (SQLSTATE %s)".formatted(state);
    } else if (state.startsWith("28")) {
      why = "it rejects the user or the password (database-user, database-password)";
    } else if (state.equals("3D000")) {
      why = "there is no such database on that server (database-url)";
    } else if (state.startsWith("08")) {
      why = "it can't be reached (database-url)";
    } else {
      why = "it can't be used (database-url): SQLSTATE " + state;
    }
    return new DatabaseStartException("the database %s: %s".formatted(address.shown(), why));
  }

  static DatabaseStartException notMigrated(DatabaseAddress address, RuntimeException failure) {
    String firstLine =
        failure.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return new DatabaseStartException(
        "the schema of the database %s can't be brought up to date: %s"
            .formatted(address.shown(), firstLine));
  }
}
