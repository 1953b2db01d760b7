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

  private static final String OVERDUE =
      "select id from batch where state in ('RUNNING', 'PAUSED') and deadline_at <= ?";

  private static final String FAILING =
      """
      select id from batch
      where state in ('RUNNING', 'PAUSED') and fail_fast = true
        and exists (select 1 from item i
          where i.batch_id = batch.id and i.state in ('FAILED', 'TIMED_OUT'))
      """;

  private final Database database;
  private final Instant now;

  DueEndings(Database database, Instant now) {
    this.database = database;
    this.now = now;
  }

  /** Begins to end them, and returns their ids. */
  List<String> begin() {
    List<String> begun = new ArrayList<>();
    for (String id : database.transact(connection -> ids(connection, OVERDUE, now))) {
      if (database.transact(connection -> endOverdue(connection, id))) {
        begun.add(id);
      }
    }
    for (String id : database.transact(connection -> ids(connection, FAILING))) {
      if (database.transact(connection -> endFailing(connection, id))) {
        begun.add(id);
      }
    }
    return begun;
  }

  private boolean endOverdue(Connection connection, String id) throws SQLException {
    var unused = Ending.lock(connection, id);
    return !ids(connection, OVERDUE + " and id = ?", now, id).isEmpty()
        && Ending.begin(connection, id, Ending.DEADLINE, Ending.DEADLINE_MESSAGE, now);
  }

  private boolean endFailing(Connection connection, String id) throws SQLException {
    var unused = Ending.lock(connection, id);
    return !ids(connection, FAILING + " and id = ?", id).isEmpty()
        && Ending.begin(connection, id, Ending.FAIL_FAST, Ending.FAIL_FAST_MESSAGE, now);
  }

  private static List<String> ids(Connection connection, String query, Object... values)
      throws SQLException {
    return Sql.list(connection, row -> row.getString("id"), query + " order by id", values);
  }
}
