package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One claim of items, in one short transaction. Only one is made at a time, over all replicas, so
 * that the limits hold strictly.
 */
final class Claiming {

  private final Connection connection;
  private final Limits limits;
  private final Set<String> held;
  private final Instant now;

  Claiming(Connection connection, Limits limits, Set<String> held, Instant now) {
    this.connection = connection;
    this.limits = limits;
    this.held = held;
    this.now = now;
  }

  /** A batch that has not ended. */
  private record Going(
      Shares.Wish wish, String name, Optional<Duration> timeout, boolean hasDueItems) {}

  /** An item that may be started. */
  private record Due(
      int position,
      String itemId,
      int attempt,
      String request,
      String target,
      Optional<Duration> timeout) {}

  List<Claim> claim(String replica, int room, Duration hold) throws SQLException {
    if (!isAlone()) {
      return List.of();
    }
    List<Going> going = going();
    int active = going.stream().mapToInt(batch -> batch.wish().active()).sum();
    int left = Math.min(room, limits.all() - active);
    if (left <= 0) {
      return List.of();
    }
    Map<String, List<Due>> chosen = choose(going, left);
    Map<String, Going> batches =
        going.stream()
            .collect(Collectors.toMap(batch -> batch.wish().batch(), Function.identity()));
    List<Claim> claims = new ArrayList<>();
    for (String batch : stillRunning(chosen.keySet())) {
      for (Due item : chosen.get(batch)) {
        claims.add(claim(batches.get(batch), item, now.plus(hold)));
      }
    }
    return take(claims, replica);
  }

  /** Whether no other transaction claims; where one does, this one leaves it at that. */
  private boolean isAlone() throws SQLException {
    return Sql.first(connection, row -> true, "select id from claim_lock for update skip locked")
        .isPresent();
  }

  private List<Going> going() throws SQLException {
    return Sql.list(
        connection,
        this::going,
        """
        select b.id, b.owner, b.name, b.priority, b.parallelism, b.item_timeout_ms, b.only_target,
          b.state, b.deadline_at,
          (select count(*) from item i
            where i.batch_id = b.id and i.state in ('STARTING', 'RUNNING')) as active,
          exists (select 1 from item q
            where q.batch_id = b.id and q.state = 'QUEUED' and q.not_before <= ?) as due
        from batch b
        where b.state in ('RUNNING', 'PAUSED', 'CANCELLING')
        """,
        now);
  }

  private Going going(ResultSet row) throws SQLException {
    String id = row.getString("id");
    Optional<Instant> deadline = Sql.optionalInstant(row, "deadline_at");
    return new Going(
        new Shares.Wish(
            id,
            row.getString("owner"),
            row.getInt("priority"),
            row.getInt("parallelism"),
            row.getInt("active")),
        Sql.text(row, "name").orElse(id),
        Sql.optionalDuration(row, "item_timeout_ms"),
        row.getBoolean("due")
            && row.getString("state").equals("RUNNING")
            && deadline.map(now::isBefore).orElse(true)
            && Sql.text(row, "only_target").map(target -> !held.contains(target)).orElse(true));
  }

  /**
   * Reads as many items of each batch as its share is. How many a batch has is only known then, so
   * that what one has not is shared among the others, until nothing is left or all have nothing.
   */
  private Map<String, List<Due>> choose(List<Going> going, int room) throws SQLException {
    Map<String, Integer> owners = new HashMap<>();
    going.forEach(batch -> owners.merge(batch.wish().owner(), batch.wish().active(), Integer::sum));
    Shares shares = new Shares(limits, owners);
    List<Shares.Wish> wishes = going.stream().filter(Going::hasDueItems).map(Going::wish).toList();
    Map<String, Integer> supply = new HashMap<>();
    Map<String, List<Due>> found = new HashMap<>();
    while (true) {
      Map<String, Integer> share = shares.of(wishes, room, supply);
      boolean allThere = true;
      for (Map.Entry<String, Integer> wanted : share.entrySet()) {
        String batch = wanted.getKey();
        if (found.getOrDefault(batch, List.of()).size() < wanted.getValue()) {
          List<Due> due = due(batch, wanted.getValue());
          found.put(batch, due);
          if (due.size() < wanted.getValue()) {
            supply.put(batch, due.size());
            allThere = false;
          }
        }
      }
      if (allThere) {
        found.keySet().retainAll(share.keySet());
        found.replaceAll((batch, due) -> due.subList(0, share.get(batch)));
        return found;
      }
    }
  }

  private List<Due> due(String batch, int limit) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(batch, now));
    values.addAll(held);
    values.add(limit);
    return Sql.list(
        connection,
        row ->
            new Due(
                row.getInt("position"),
                row.getString("item_id"),
                row.getInt("attempt"),
                row.getString("request"),
                row.getString("target"),
                Sql.optionalDuration(row, "timeout_ms")),
        "select position, item_id, attempt, request, target, timeout_ms from item"
            + " where batch_id = ? and state = 'QUEUED' and not_before <= ?"
            + (held.isEmpty() ? "" : " and target not in (" + Sql.places(held.size()) + ")")
            // all columns of the index, so that it is read in its order
            + " order by batch_id, state, not_before, position limit ?",
        values.toArray());
  }

  /**
   * Locks the batches, so that who pauses or cancels one waits for the claim and sees its items.
   */
  private List<String> stillRunning(Set<String> batches) throws SQLException {
    return batches.isEmpty()
        ? List.of()
        : Sql.list(
            connection,
            row -> row.getString("id"),
            "select id from batch where state = 'RUNNING' and id in ("
                + Sql.places(batches.size())
                + ") order by id for update",
            batches.toArray());
  }

  private static Claim claim(Going batch, Due item, Instant until) {
    return new Claim(
        new AttemptRef(batch.wish().batch(), item.position(), item.attempt() + 1),
        item.itemId(),
        batch.name(),
        batch.wish().owner(),
        item.target(),
        item.request(),
        item.timeout().or(batch::timeout),
        until,
        false,
        Optional.empty());
  }

  /** Takes those that are queued still. */
  private List<Claim> take(List<Claim> wanted, String replica) throws SQLException {
    int[] taken =
        Sql.updateAll(
            connection,
            """
            update item
            set state = ?, attempt = ?, not_before = ?, reason = '', message = '',
              started_at = null, finished_at = null
            where batch_id = ? and position = ? and state = 'QUEUED' and attempt = ?
            """,
            wanted.stream()
                .map(
                    claim ->
                        new Object[] {
                          ItemState.STARTING,
                          claim.ref().number(),
                          Rows.AT_ONCE,
                          claim.ref().batch(),
                          claim.ref().position(),
                          claim.ref().number() - 1
                        })
                .toList());
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] == 1) {
        claims.add(wanted.get(i));
      } else if (taken[i] == Statement.SUCCESS_NO_INFO) {
        throw new IllegalStateException("the driver does not tell whether an item was claimed");
      }
    }
    Sql.updateAll(
        connection,
        """
        insert into attempt (batch_id, position, number, replica, claimed_at, claimed_until)
        values (?, ?, ?, ?, ?, ?)
        """,
        claims.stream()
            .map(
                claim ->
                    new Object[] {
                      claim.ref().batch(),
                      claim.ref().position(),
                      claim.ref().number(),
                      replica,
                      now,
                      claim.until()
                    })
            .toList());
    return claims;
  }
}
