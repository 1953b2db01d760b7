package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that are to be ended before all their items have ended. Each is ended in a transaction of
 * its own, which looks again: it may have been retried since it was found.
 */
final class DueEndings {

  private final Database database;
  private final Instant now;
  private final List<Cause> causes;

  DueEndings(Database database, Instant now) {
    this.database = database;
    this.now = now;
    this.causes =
        List.of(
            new Cause(Ending.DEADLINE, Ending.DEADLINE_MESSAGE, "deadline_at <= ?", List.of(now)),
            new Cause(
                Ending.FAIL_FAST,
                Ending.FAIL_FAST_MESSAGE,
                """
                fail_fast = true
                  and exists (select 1 from item i
                    where i.batch_id = batch.id and i.state in ('FAILED', 'TIMED_OUT'))
                """,
                List.of()));
  }

  /**
   * @param condition in SQL, of the batches that are to be ended for this
   * @param values for the condition's places
   */
  private record Cause(String reason, String message, String condition, List<Object> values) {

    List<String> batches(Connection connection) throws SQLException {
      return ids(connection, "order by id", values);
    }

    boolean isOf(Connection connection, String batch) throws SQLException {
      List<Object> all = new ArrayList<>(values);
      all.add(batch);
      return !ids(connection, "and id = ?", all).isEmpty();
    }

    private List<String> ids(Connection connection, String rest, List<Object> all)
        throws SQLException {
      return Sql.list(
          connection,
          row -> row.getString("id"),
          "select id from batch where state in ('RUNNING', 'PAUSED') and " + condition + " " + rest,
          all.toArray());
    }
  }

  /** Begins to end them, and returns their ids. */
  List<String> begin() {
    List<String> begun = new ArrayList<>();
    for (Cause cause : causes) {
      for (String batch : database.transact(cause::batches)) {
        if (database.transact(connection -> begin(connection, batch, cause))) {
          begun.add(batch);
        }
      }
    }
    return begun;
  }

  private boolean begin(Connection connection, String batch, Cause cause) throws SQLException {
    return Ending.lock(connection, batch).isPresent()
        && cause.isOf(connection, batch)
        && Ending.begin(connection, batch, cause.reason(), cause.message(), now);
  }
}
