package dev.serai.batch.store;

import dev.serai.batch.AttemptEnd;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.BatchState;
import dev.serai.batch.Item;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The end of one attempt, in one transaction. */
final class AttemptEnding {

  private final Connection connection;
  private final AttemptRef ref;
  private final AttemptEnd end;
  private final Instant now;

  AttemptEnding(Connection connection, AttemptRef ref, AttemptEnd end, Instant now) {
    this.connection = connection;
    this.ref = ref;
    this.end = end;
    this.now = now;
  }

  /** What the item is ended by. */
  private record Present(Item item, RetryPolicy policy, boolean failFast, BatchState batch) {

    ItemRule rule(AttemptEnd end) {
      return ItemRule.after(end, item, policy, batch == BatchState.CANCELLING);
    }

    boolean failsFast(ItemRule rule) {
      return failFast && (rule.state() == ItemState.FAILED || rule.state() == ItemState.TIMED_OUT);
    }
  }

  Optional<ItemRule> end() throws SQLException {
    Optional<Present> seen = present();
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    ItemRule rule = seen.get().rule(end);
    boolean failsFast = seen.get().failsFast(rule);
    if (rule.state() == ItemState.QUEUED || failsFast) {
      // it depends on the batch, or changes it: a cancellation in between would not see the item
      Ending.lock(connection, ref.batch());
      seen = present();
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      rule = seen.get().rule(end);
    }
    if (!endAttempt()) {
      return Optional.empty();
    }
    endItem(rule);
    if (failsFast) {
      Ending.begin(connection, ref.batch(), Ending.FAIL_FAST, Ending.FAIL_FAST_MESSAGE, now);
    }
    return Optional.of(rule);
  }

  private Optional<Present> present() throws SQLException {
    return Sql.first(
        connection,
        row ->
            new Present(
                Rows.item(row),
                Rows.policy(row),
                row.getBoolean("fail_fast"),
                BatchState.valueOf(row.getString("batch_state"))),
        "select "
            + Rows.ITEM
            + """
            , b.state as batch_state, b.fail_fast, b.max_attempts, b.max_infrastructure_retries,
              b.on_failure, b.exit_codes, b.on_timeout, b.backoff_initial_ms, b.backoff_max_ms
            from attempt a
            join item i
              on i.batch_id = a.batch_id and i.position = a.position and i.attempt = a.number
            join batch b on b.id = a.batch_id
            where a.batch_id = ? and a.position = ? and a.number = ? and a.ended_at is null
            """,
        ref.batch(),
        ref.position(),
        ref.number());
  }

  /** Whether this is its first end. */
  private boolean endAttempt() throws SQLException {
    int changed =
        Sql.update(
            connection,
            """
            update attempt
            set ended_at = ?, noted_at = ?, outcome = ?, reason = ?, message = ?, exit_code = ?,
              node = case when ? = '' then node else ? end
            where batch_id = ? and position = ? and number = ? and ended_at is null
            """,
            end.at(),
            now,
            end.kind(),
            end.reason(),
            end.message(),
            end.exitCode(),
            end.node(),
            end.node(),
            ref.batch(),
            ref.position(),
            ref.number());
    if (changed == 1 && end.log().available()) {
      Sql.update(
          connection,
          """
          insert into attempt_log (batch_id, position, number, content, truncated)
          values (?, ?, ?, ?, ?)
          """,
          ref.batch(),
          ref.position(),
          ref.number(),
          end.log().text(),
          end.log().truncated());
    }
    return changed == 1;
  }

  private void endItem(ItemRule rule) throws SQLException {
    int changed =
        Sql.update(
            connection,
            """
            update item
            set state = ?, failures = ?, spoilt = ?, reason = ?, message = ?, exit_code = ?,
              not_before = ?, finished_at = ?
            where batch_id = ? and position = ? and attempt = ?
              and state in ('STARTING', 'RUNNING')
            """,
            rule.state(),
            rule.failures(),
            rule.spoilt(),
            end.reason(),
            end.message(),
            end.exitCode(),
            rule.notBefore().orElse(Rows.AT_ONCE),
            rule.state().isFinal() ? Optional.of(end.at()) : Optional.empty(),
            ref.batch(),
            ref.position(),
            ref.number());
    if (changed != 1) {
      throw new IllegalStateException("attempt " + ref + " goes on, and its item does not");
    }
  }
}
