package dev.serai.batch.database;

import dev.serai.batch.DatabaseUnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * Classifies an error of the database by its SQLSTATE: class 08 and the codes of PostgreSQL's
 * appendix A and of H2's {@code ErrorCode}.
 */
final class SqlFailure {

  private static final Set<String> UNAVAILABLE_CLASSES =
      Set.of(
          "08", // connection exception
          "53", // insufficient resources: disk, memory, connections
          "57", // operator intervention: the server shuts down, crashed, starts
          "58"); // system error
  private static final Set<String> UNAVAILABLE =
      Set.of(
          "25006", // read only: the server is a standby
          "55P03", // lock not available
          "HYT00", // H2: lock timeout
          "90028", // H2: input or output
          "90031", "90067", // H2: connection broken
          "90098", // H2: database closed
          "90121");
  private static final Set<String> COLLISIONS =
      Set.of(
          "40001", // serialization failure; H2: deadlock
          "40P01", // deadlock
          "90131"); // H2: concurrent update
  private static final String UNIQUE = "23505";

  private SqlFailure() {}

  /** The driver's exception; empty if the failure is not one of the database. */
  static Optional<SQLException> in(JdbiException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst();
  }

  /** Whether the transaction was rolled back because of a conflict with another one. */
  static boolean isCollision(SQLException failure) {
    return COLLISIONS.contains(state(failure));
  }

  static boolean isUnique(SQLException failure) {
    return UNIQUE.equals(state(failure));
  }

  static boolean isUnavailable(SQLException failure) {
    String state = state(failure);
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLRecoverableException
        || UNAVAILABLE.contains(state)
        || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)));
  }

  /** Clients read its message, so it does not contain the database's address; /health does. */
  static RuntimeException of(SQLException failure) {
    if (isUnavailable(failure)) {
      return new DatabaseUnavailableException(
          "the database can't be reached or is not ready (SQLSTATE %s)".formatted(state(failure)));
    }
    if (isCollision(failure)) {
      return new DatabaseUnavailableException("the database is contended; try again");
    }
    return new DatabaseException(failure);
  }

  /**
   * The SQLSTATE; for a failed batch of statements some drivers set it in the next exception only.
   */
  private static String state(SQLException failure) {
    SQLException next = failure.getNextException();
    SQLException telling =
        failure instanceof BatchUpdateException && failure.getSQLState() == null && next != null
            ? next
            : failure;
    return String.valueOf(telling.getSQLState());
  }
}
