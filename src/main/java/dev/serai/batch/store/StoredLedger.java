package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptEnd;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Items in the database. */
public final class StoredLedger implements ItemLedger {

  private final Database database;
  private final Limits limits;

  public StoredLedger(Database database, Limits limits) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.limits = Objects.requireNonNull(limits, "limits is null");
  }

  @Override
  public List<Claim> claim(String replica, int room, Set<String> held, Duration hold, Instant now) {
    return room <= 0
        ? List.of()
        : database.transact(
            connection -> new Claiming(connection, limits, held, now).claim(replica, room, hold));
  }

  @Override
  public List<Claim> takeOver(String replica, int room, Duration hold, Instant now) {
    return room <= 0
        ? List.of()
        : database.transact(
            connection -> new TakingOver(connection, replica, now.plus(hold), now).take(room));
  }

  @Override
  public void unsure(AttemptRef ref, String cluster) {
    database.transact(
        connection ->
            Sql.update(
                connection,
                """
                update attempt set cluster = ?
                where batch_id = ? and position = ? and number = ?
                  and ended_at is null and pod = ''
                """,
                cluster,
                ref.batch(),
                ref.position(),
                ref.number()));
  }

  @Override
  public boolean stands(Claim claim) {
    return database.transact(
        connection ->
            Sql.first(
                    connection,
                    row -> true,
                    """
                    select 1 from attempt
                    where batch_id = ? and position = ? and number = ?
                      and ended_at is null and pod = '' and claimed_until = ?
                    """,
                    claim.ref().batch(),
                    claim.ref().position(),
                    claim.ref().number(),
                    claim.until())
                .isPresent());
  }

  @Override
  public Map<Created, Standing> created(List<Created> pods) {
    return pods.isEmpty()
        ? Map.of()
        : database.transact(connection -> new Creations(connection, pods).note());
  }

  @Override
  public Standing running(AttemptRef ref, String node, Instant at) {
    return database.transact(
        connection -> {
          int begun =
              Sql.update(
                  connection,
                  """
                  update attempt set node = ?, started_at = ?
                  where batch_id = ? and position = ? and number = ?
                    and ended_at is null and started_at is null
                  """,
                  node,
                  at,
                  ref.batch(),
                  ref.position(),
                  ref.number());
          if (begun == 1) {
            Sql.update(
                connection,
                """
                update item set state = ?, started_at = ?
                where batch_id = ? and position = ? and attempt = ? and state = 'STARTING'
                """,
                ItemState.RUNNING,
                at,
                ref.batch(),
                ref.position(),
                ref.number());
            return standing(connection, ref.batch());
          }
          return goesOn(connection, ref) ? standing(connection, ref.batch()) : Standing.OVER;
        });
  }

  private static boolean goesOn(Connection connection, AttemptRef ref) throws SQLException {
    return Sql.first(
            connection,
            row -> true,
            """
            select 1 from attempt
            where batch_id = ? and position = ? and number = ? and ended_at is null
            """,
            ref.batch(),
            ref.position(),
            ref.number())
        .isPresent();
  }

  /** Of an attempt that goes on. */
  private static Standing standing(Connection connection, String batch) throws SQLException {
    return Sql.first(connection, Creations::standing, "select state from batch where id = ?", batch)
        .orElse(Standing.OVER);
  }

  @Override
  public void giveBack(Claim claim, String why, Instant notBefore, Instant now) {
    database.transact(
        connection -> new GivingBack(connection, claim, now).giveBack(why, notBefore));
  }

  @Override
  public Optional<ItemRule> end(AttemptRef ref, AttemptEnd end, Instant now) {
    return database.transact(connection -> new AttemptEnding(connection, ref, end, now).end());
  }

  @Override
  public Optional<Attempt> attempt(AttemptRef ref) {
    return database.transact(
        connection ->
            Sql.first(
                connection,
                Rows::attempt,
                Rows.SELECT_ATTEMPT + " where a.batch_id = ? and a.position = ? and a.number = ?",
                ref.batch(),
                ref.position(),
                ref.number()));
  }

  @Override
  public List<Active> active(Instant claimedBefore, Optional<AttemptRef> after, int limit) {
    String batch = after.map(AttemptRef::batch).orElse("");
    int position = after.map(AttemptRef::position).orElse(-1);
    return database.transact(
        connection ->
            Sql.list(
                connection,
                row ->
                    new Active(
                        Rows.ref(row),
                        ItemState.valueOf(row.getString("state")),
                        row.getString("pod"),
                        row.getString("uid"),
                        row.getString("cluster"),
                        Sql.instant(row, "claimed_at"),
                        Sql.instant(row, "claimed_until"),
                        row.getString("batch_state").equals(BatchState.CANCELLING.name())),
                """
                select a.batch_id, a.position, a.number, a.pod, a.uid, a.cluster, a.claimed_at,
                  a.claimed_until, i.state, b.state as batch_state
                from batch b
                join item i on i.batch_id = b.id and i.state in ('STARTING', 'RUNNING')
                join attempt a
                  on a.batch_id = i.batch_id and a.position = i.position and a.number = i.attempt
                where b.state in ('RUNNING', 'PAUSED', 'CANCELLING')
                  and a.claimed_at < ?
                  and (b.id > ? or (b.id = ? and i.position > ?))
                order by b.id, i.position limit ?
                """,
                claimedBefore,
                batch,
                batch,
                position,
                limit));
  }

  @Override
  public Map<AttemptRef, Keep> keep(List<AttemptRef> refs, Instant now) {
    return database.transact(
        connection -> {
          Map<AttemptRef, Keep> keeps = new HashMap<>();
          for (AttemptRef ref : refs) {
            keeps.put(ref, keep(connection, ref, now));
          }
          return keeps;
        });
  }

  private static Keep keep(Connection connection, AttemptRef ref, Instant now) throws SQLException {
    return Sql.first(
            connection,
            row -> keep(row, now),
            """
            select a.noted_at, a.outcome, b.ttl_after_finished_ms
            from attempt a join batch b on b.id = a.batch_id
            where a.batch_id = ? and a.position = ? and a.number = ? and b.removed = false
            """,
            ref.batch(),
            ref.position(),
            ref.number())
        .orElse(Keep.DELETE);
  }

  private static Keep keep(ResultSet row, Instant now) throws SQLException {
    Optional<Instant> noted = Sql.optionalInstant(row, "noted_at");
    if (noted.isEmpty()) {
      return Keep.NEEDED;
    }
    Instant until = noted.get().plus(Sql.duration(row, "ttl_after_finished_ms"));
    if (!until.isAfter(now)) {
      return Keep.DELETE;
    }
    return AttemptEnd.Kind.valueOf(row.getString("outcome")).isOfProgram()
        ? Keep.KEPT
        : Keep.KEPT_IF_STOPPED;
  }

  @Override
  public List<String> endDue(Instant now) {
    return new DueEndings(database, now).begin();
  }

  @Override
  public List<Batch> finish(Instant now) {
    List<String> ended =
        database.transact(
            connection ->
                Sql.list(
                    connection,
                    row -> row.getString("id"),
                    """
                    select b.id from batch b
                    where b.state in ('RUNNING', 'PAUSED', 'CANCELLING')
                      and not exists (select 1 from item i
                        where i.batch_id = b.id and i.state in ('QUEUED', 'STARTING', 'RUNNING'))
                    order by b.id
                    """));
    return ended.stream()
        .flatMap(
            batch ->
                database
                    .transact(connection -> new BatchEnd(connection, batch, now).finish())
                    .stream())
        .toList();
  }
}
