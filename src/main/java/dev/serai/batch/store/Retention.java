package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Removes batches: at first for everybody, by one update, and then their rows in small
 * transactions, so that a batch of a million items holds up nobody. What a killed process has left
 * is removed by the next one.
 */
public final class Retention {

  private static final int ITEMS_AT_ONCE = 1000;

  private final Database database;
  private final Clock clock;
  private final Duration kept;

  /**
   * @param kept how long a batch can be read after its end
   */
  public Retention(Database database, Clock clock, Duration kept) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.kept = Objects.requireNonNull(kept, "kept is null");
  }

  /** Lets the batch be gone for everybody; its name and key are free. */
  static void hide(Connection connection, String batch) throws SQLException {
    Sql.update(
        connection,
        "update batch set removed = true, name = null, idempotency_key = null where id = ?",
        batch);
    Sql.update(connection, "delete from notice where batch_id = ?", batch);
  }

  /**
   * The ids of the batches that have been kept long enough or were deleted; they are gone for
   * everybody.
   */
  public List<String> due() {
    Instant endedBefore = clock.instant().minus(kept);
    for (String batch : ended(endedBefore)) {
      database.transact(
          connection -> {
            // a retry may have been faster
            if (isEnded(connection, batch, endedBefore)) {
              hide(connection, batch);
            }
            return batch;
          });
    }
    return database.transact(
        connection ->
            Sql.list(
                connection,
                row -> row.getString("id"),
                "select id from batch where removed = true order by id"));
  }

  private List<String> ended(Instant before) {
    return database.transact(
        connection ->
            Sql.list(
                connection,
                row -> row.getString("id"),
                """
                select id from batch
                where state in ('SUCCEEDED', 'FAILED', 'CANCELLED')
                  and finished_at < ? and removed = false
                order by id
                """,
                before));
  }

  private static boolean isEnded(Connection connection, String batch, Instant before)
      throws SQLException {
    return Sql.first(
            connection,
            row -> Sql.optionalInstant(row, "finished_at").filter(before::isAfter),
            "select finished_at from batch where id = ? for update",
            batch)
        .flatMap(finished -> finished)
        .isPresent();
  }

  /** Removes the rows of a batch that is due. */
  public void remove(String batch) {
    int removed;
    do {
      removed = database.transact(connection -> removeSome(connection, batch));
    } while (removed == ITEMS_AT_ONCE);
    database.transact(
        connection -> Sql.update(connection, "delete from batch where id = ?", batch));
  }

  private static int removeSome(Connection connection, String batch) throws SQLException {
    Optional<Integer> last =
        Sql.list(
                connection,
                row -> row.getInt("position"),
                "select position from item where batch_id = ? order by batch_id, position limit ?",
                batch,
                ITEMS_AT_ONCE)
            .stream()
            .max(Integer::compare);
    if (last.isEmpty()) {
      return 0;
    }
    for (String table : List.of("attempt_log", "attempt")) {
      Sql.update(
          connection,
          "delete from " + table + " where batch_id = ? and position <= ?",
          batch,
          last.get());
    }
    return Sql.update(
        connection, "delete from item where batch_id = ? and position <= ?", batch, last.get());
  }
}
