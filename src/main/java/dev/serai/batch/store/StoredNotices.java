package dev.serai.batch.store;

import dev.serai.batch.Notices;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.Sql;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Notices in the database. */
public final class StoredNotices implements Notices {

  private final Database database;

  public StoredNotices(Database database) {
    this.database = Objects.requireNonNull(database, "database is null");
  }

  /** Notes that the end of a batch is to be told. */
  static void note(Connection connection, String batch, Kind kind, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        "insert into notice (batch_id, kind, due_at) values (?, ?, ?)",
        batch,
        kind,
        now);
  }

  @Override
  public List<Notice> due(Instant now, Duration hold, int limit) {
    Instant until = now.plus(hold);
    return database.transact(
        connection -> {
          List<Due> due =
              Sql.list(
                  connection,
                  row ->
                      new Due(
                          new Notice(
                              row.getString("batch_id"),
                              Kind.valueOf(row.getString("kind")),
                              row.getInt("attempts"),
                              Sql.text(row, "callback_url").map(URI::create),
                              until),
                          Sql.instant(row, "due_at")),
                  """
                  select n.batch_id, n.kind, n.attempts, n.due_at, b.callback_url
                  from notice n join batch b on b.id = n.batch_id
                  where n.due_at <= ? order by n.due_at, n.batch_id, n.kind limit ?
                  """,
                  now,
                  limit);
          List<Notice> held = new ArrayList<>();
          for (Due candidate : due) {
            if (hold(connection, candidate)) {
              held.add(candidate.notice());
            }
          }
          return held;
        });
  }

  private record Due(Notice notice, Instant dueAt) {}

  private static boolean hold(Connection connection, Due candidate) throws SQLException {
    return Sql.update(
            connection,
            "update notice set due_at = ? where batch_id = ? and kind = ? and due_at = ?",
            candidate.notice().heldUntil(),
            candidate.notice().batch(),
            candidate.notice().kind(),
            candidate.dueAt())
        == 1;
  }

  @Override
  public void told(Notice notice) {
    database.transact(
        connection ->
            Sql.update(
                connection,
                "delete from notice where batch_id = ? and kind = ? and due_at = ?",
                notice.batch(),
                notice.kind(),
                notice.heldUntil()));
  }

  @Override
  public void postpone(Notice notice, Instant notBefore) {
    database.transact(
        connection ->
            Sql.update(
                connection,
                """
                update notice set due_at = ?, attempts = attempts + 1
                where batch_id = ? and kind = ? and due_at = ?
                """,
                notBefore,
                notice.batch(),
                notice.kind(),
                notice.heldUntil()));
  }

  @Override
  public void giveUp(Notice notice, String why) {
    database.transact(
        connection ->
            Sql.update(
                connection,
                """
                update notice set due_at = null, given_up = ?
                where batch_id = ? and kind = ? and due_at = ?
                """,
                why,
                notice.batch(),
                notice.kind(),
                notice.heldUntil()));
  }
}
