package dev.serai.batch.store;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemState;
import dev.serai.batch.NewItem;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Sql;
import dev.serai.instance.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a submission becomes rows. */
final class Intake {

  private static final int ROWS_AT_ONCE = 500;
  // H2's longest text
  private static final int LONGEST_REQUEST = 1_000_000;

  private final Clock clock;
  private final BatchIds ids;

  Intake(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.ids = new BatchIds(clock);
  }

  /** Something of the same key or name was there and is deleted now. */
  static Refusal gone() {
    return Refusal.conflict("a batch of this key or name is just being deleted; try again");
  }

  /**
   * The batch of an earlier submission of the same document.
   *
   * @throws Refusal 409 when the key or the name belongs to another document
   */
  Optional<Batch> earlier(Connection connection, Submission submission) throws SQLException {
    Optional<Batch> sameKey =
        earlier(
            connection, submission, "idempotency_key", "this Idempotency-Key", submission.key());
    return sameKey.isPresent()
        ? sameKey
        : earlier(connection, submission, "name", "this name", submission.spec().name());
  }

  private static Optional<Batch> earlier(
      Connection connection,
      Submission submission,
      String column,
      String what,
      Optional<String> value)
      throws SQLException {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Sql.first(
        connection,
        row -> {
          if (!row.getString("digest").equals(submission.digest())) {
            throw Refusal.conflict(
                "%s belongs to batch %s, whose document is another one; give another, or delete that batch"
                    .formatted(what, row.getString("id")));
          }
          return Rows.batch(row);
        },
        "select * from batch where owner = ? and " + column + " = ? and removed = false",
        submission.spec().owner(),
        value);
  }

  /**
   * Stores a batch.
   *
   * @return its id
   */
  String store(Connection connection, Submission submission, Iterator<NewItem> items)
      throws SQLException {
    String id = ids.next();
    insertBatch(connection, id, submission, clock.instant());
    Targets targets = new Targets();
    List<Object[]> rows = new ArrayList<>(ROWS_AT_ONCE);
    int position = 0;
    while (items.hasNext()) {
      NewItem item = items.next();
      if (item.request().length() > LONGEST_REQUEST) {
        throw Refusal.invalid(
            "items[" + position + "]", "is longer than " + LONGEST_REQUEST + " characters");
      }
      targets.add(item.target());
      rows.add(
          new Object[] {
            id,
            position,
            item.id(),
            ItemState.QUEUED,
            Rows.AT_ONCE,
            item.target(),
            item.timeout(),
            item.request()
          });
      position++;
      if (rows.size() == ROWS_AT_ONCE) {
        insertItems(connection, rows);
      }
    }
    insertItems(connection, rows);
    Sql.update(connection, "update batch set only_target = ? where id = ?", targets.only(), id);
    return id;
  }

  private static void insertBatch(
      Connection connection, String id, Submission submission, Instant now) throws SQLException {
    BatchSpec spec = submission.spec();
    Sql.update(
        connection,
        """
        insert into batch (id, owner, name, idempotency_key, digest, state, parallelism, priority,
          max_attempts, max_infrastructure_retries, on_failure, exit_codes, on_timeout,
          backoff_initial_ms, backoff_max_ms, item_timeout_ms, deadline_ms, deadline_at, fail_fast,
          ttl_after_finished_ms, callback_url, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        spec.owner(),
        spec.name(),
        submission.key(),
        submission.digest(),
        BatchState.RUNNING,
        spec.parallelism(),
        spec.priority(),
        spec.retry().maxAttempts(),
        spec.retry().maxInfrastructureRetries(),
        spec.retry().onFailure(),
        Rows.exitCodes(spec.retry().exitCodes()),
        spec.retry().onTimeout(),
        spec.retry().backoff().initial(),
        spec.retry().backoff().max(),
        spec.itemTimeout(),
        spec.deadline(),
        spec.deadline().map(now::plus),
        spec.failFast(),
        spec.ttlAfterFinished(),
        spec.callbackUrl(),
        now);
  }

  private static void insertItems(Connection connection, List<Object[]> rows) throws SQLException {
    Sql.updateAll(
        connection,
        """
        insert into item
          (batch_id, position, item_id, state, not_before, target, timeout_ms, request)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
    rows.clear();
  }

  /** The targets of a batch's items, as far as it matters whether there is more than one. */
  private static final class Targets {

    private String first;
    private boolean several;

    void add(String target) {
      several = several || (first != null && !first.equals(target));
      first = target;
    }

    Optional<String> only() {
      return several ? Optional.empty() : Optional.ofNullable(first);
    }
  }
}
