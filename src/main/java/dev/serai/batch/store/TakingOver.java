package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The taking of claims that were over before their pod was made, in one transaction. */
final class TakingOver {

  private final Connection connection;
  private final String replica;
  private final Instant until;
  private final Instant now;

  /**
   * @param until when the claims are over that are taken
   */
  TakingOver(Connection connection, String replica, Instant until, Instant now) {
    this.connection = connection;
    this.replica = replica;
    this.until = until;
    this.now = now;
  }

  private record Orphan(Claim claim, Instant wasUntil) {}

  /** Takes as many, those first that have been over the longest. */
  List<Claim> take(int room) throws SQLException {
    List<Claim> taken = new ArrayList<>();
    for (Orphan orphan : orphans(room)) {
      if (isTaken(orphan)) {
        taken.add(orphan.claim());
      }
    }
    return taken;
  }

  private List<Orphan> orphans(int room) throws SQLException {
    return Sql.list(
        connection,
        this::orphan,
        """
        select a.batch_id, a.position, a.number, a.claimed_until, a.cluster, i.item_id, i.target,
          i.request, coalesce(i.timeout_ms, b.item_timeout_ms) as timeout_ms, b.name, b.owner
        from batch b
        join item i on i.batch_id = b.id and i.state = 'STARTING'
        join attempt a
          on a.batch_id = i.batch_id and a.position = i.position and a.number = i.attempt
        where b.state in ('RUNNING', 'PAUSED') and a.pod = '' and a.claimed_until <= ?
        order by a.claimed_until, a.batch_id, a.position limit ?
        """,
        now,
        room);
  }

  private Orphan orphan(ResultSet row) throws SQLException {
    return new Orphan(
        new Claim(
            Rows.ref(row),
            row.getString("item_id"),
            Sql.text(row, "name").orElse(row.getString("batch_id")),
            row.getString("owner"),
            row.getString("target"),
            row.getString("request"),
            Sql.optionalDuration(row, "timeout_ms"),
            until,
            true,
            Sql.text(row, "cluster").filter(name -> !name.isEmpty())),
        Sql.instant(row, "claimed_until"));
  }

  /** By this replica; another one may have been faster. */
  private boolean isTaken(Orphan orphan) throws SQLException {
    AttemptRef ref = orphan.claim().ref();
    return Sql.update(
            connection,
            """
            update attempt set replica = ?, claimed_until = ?
            where batch_id = ? and position = ? and number = ?
              and ended_at is null and pod = '' and claimed_until = ?
            """,
            replica,
            until,
            ref.batch(),
            ref.position(),
            ref.number(),
            orphan.wasUntil())
        == 1;
  }
}
