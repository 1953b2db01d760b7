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
 * What an error of the database means, by its SQLSTATE: class 08 and the codes of PostgreSQL's
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
          "25006", // read only: it is a standby now
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

  /** What the driver has said; empty where the failure is not one of the database. */
  static Optional<SQLException> in(JdbiException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst();
  }

  /** Two transactions stood in each other's way, and this one has been given up. */
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

  /** Clients read its message, so that it does not say where the database is; /health does. */
  static RuntimeException of(SQLException failure) {
    if (isUnavailable(failure)) {
      return new DatabaseUnavailableException(
          "the database can't be reached or takes no work (SQLSTATE %s)".formatted(state(failure)));
    }
    if (isCollision(failure)) {
      return new DatabaseUnavailableException("the database is contended; try again");
    }
    return new DatabaseException(failure);
  }

  /** The state of what made a batch of statements fail, which some drivers keep in the next one. */
  private static String state(SQLException failure) {
    SQLException next = failure.getNextException();
    SQLException telling =
        failure instanceof BatchUpdateException && failure.getSQLState() == null && next != null
            ? next
            : failure;
    return String.valueOf(telling.getSQLState());
  }
}
