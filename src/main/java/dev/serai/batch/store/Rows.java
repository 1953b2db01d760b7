package dev.serai.batch.store;

import static dev.serai.batch.database.Sql.duration;
import static dev.serai.batch.database.Sql.instant;
import static dev.serai.batch.database.Sql.optionalDuration;
import static dev.serai.batch.database.Sql.optionalInstant;
import static dev.serai.batch.database.Sql.optionalInt;
import static dev.serai.batch.database.Sql.text;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptEnd;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Backoff;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchState;
import dev.serai.batch.Counts;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.batch.RetryPolicy;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From rows to what they stand for. */
final class Rows {

  /** In {@code not_before} of what need not wait, so that it can be the beginning of an index. */
  static final Instant AT_ONCE = Instant.EPOCH;

  static final String ITEM =
      """
      i.batch_id, i.position, i.item_id, i.state, i.attempt, i.failures, i.spoilt, i.reason,
      i.message, i.exit_code, i.not_before, i.started_at, i.finished_at
      """;

  static final String ATTEMPT =
      """
      a.batch_id, a.position, a.number, a.pod, a.uid, a.cluster, a.node, a.replica, a.claimed_at,
      a.started_at, a.ended_at, a.outcome, a.reason, a.message, a.exit_code, l.content, l.truncated
      """;

  /** The same columns, as of an attempt whose log was not kept. */
  static final String ATTEMPT_WITHOUT_LOG =
      """
      a.batch_id, a.position, a.number, a.pod, a.uid, a.cluster, a.node, a.replica, a.claimed_at,
      a.started_at, a.ended_at, a.outcome, a.reason, a.message, a.exit_code,
      cast(null as varchar) as content, false as truncated
      """;

  /** Whole attempts, for {@link #attempt}; a condition for {@code a} follows. */
  static final String SELECT_ATTEMPT =
      "select "
          + ATTEMPT
          + """
            from attempt a left join attempt_log l
            on l.batch_id = a.batch_id and l.position = a.position and l.number = a.number
            """;

  private Rows() {}

  /** Without its counts. */
  static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        row.getString("id"),
        spec(row),
        BatchState.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getString("message"),
        new Counts(Map.of()),
        instant(row, "created_at"),
        optionalInstant(row, "finished_at"));
  }

  static Batch withCounts(Batch batch, Counts counts) {
    return new Batch(
        batch.id(),
        batch.spec(),
        batch.state(),
        batch.reason(),
        batch.message(),
        counts,
        batch.createdAt(),
        batch.finishedAt());
  }

  private static BatchSpec spec(ResultSet row) throws SQLException {
    return new BatchSpec(
        text(row, "name"),
        row.getString("owner"),
        row.getInt("parallelism"),
        row.getInt("priority"),
        policy(row),
        optionalDuration(row, "item_timeout_ms"),
        optionalDuration(row, "deadline_ms"),
        row.getBoolean("fail_fast"),
        duration(row, "ttl_after_finished_ms"),
        text(row, "callback_url").map(URI::create));
  }

  static RetryPolicy policy(ResultSet row) throws SQLException {
    return new RetryPolicy(
        row.getInt("max_attempts"),
        row.getInt("max_infrastructure_retries"),
        row.getBoolean("on_failure"),
        exitCodes(row.getString("exit_codes")),
        row.getBoolean("on_timeout"),
        new Backoff(duration(row, "backoff_initial_ms"), duration(row, "backoff_max_ms")));
  }

  static String exitCodes(Set<Integer> codes) {
    return codes.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Set<Integer> exitCodes(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(code -> !code.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getString("batch_id"),
        row.getInt("position"),
        row.getString("item_id"),
        ItemState.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("failures"),
        row.getInt("spoilt"),
        row.getString("reason"),
        row.getString("message"),
        optionalInt(row, "exit_code"),
        Optional.of(instant(row, "not_before")).filter(AT_ONCE::isBefore),
        optionalInstant(row, "started_at"),
        optionalInstant(row, "finished_at"));
  }

  static AttemptRef ref(ResultSet row) throws SQLException {
    return new AttemptRef(row.getString("batch_id"), row.getInt("position"), row.getInt("number"));
  }

  /** From the columns of {@link #ATTEMPT}. */
  static Attempt attempt(ResultSet row) throws SQLException {
    Optional<Instant> ended = optionalInstant(row, "ended_at");
    Optional<AttemptEnd> end = Optional.empty();
    if (ended.isPresent()) {
      end =
          Optional.of(
              new AttemptEnd(
                  AttemptEnd.Kind.valueOf(row.getString("outcome")),
                  row.getString("reason"),
                  row.getString("message"),
                  optionalInt(row, "exit_code"),
                  row.getString("node"),
                  ended.get(),
                  log(row)));
    }
    return new Attempt(
        ref(row),
        row.getString("pod"),
        row.getString("uid"),
        row.getString("cluster"),
        row.getString("node"),
        row.getString("replica"),
        instant(row, "claimed_at"),
        optionalInstant(row, "started_at"),
        end);
  }

  private static LogTail log(ResultSet row) throws SQLException {
    String content = row.getString("content");
    return content == null ? LogTail.NONE : new LogTail(content, row.getBoolean("truncated"), true);
  }
}
