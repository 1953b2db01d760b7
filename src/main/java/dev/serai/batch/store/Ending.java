package dev.serai.batch.store;

import dev.serai.batch.BatchState;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * How a batch begins to end before its time. Whoever changes a batch and its items locks the batch
 * first, so that two never wait for each other.
 */
final class Ending {

  static final String FAIL_FAST = "FailFast";
  static final String FAIL_FAST_MESSAGE = "an item has failed, and the batch fails fast";
  static final String DEADLINE = "DeadlineExceeded";
  static final String DEADLINE_MESSAGE = "the batch's deadline is over";
  static final String CANCELLED = "Cancelled";

  private Ending() {}

  /**
   * A batch as it stays until the end of the transaction.
   *
   * @param reason why it is being ended, in a word; empty while it is not
   */
  record Locked(BatchState state, String reason) {

    boolean isBeingEnded() {
      return state == BatchState.CANCELLING;
    }
  }

  /** Waits for whoever else changes the batch; empty when there is no such batch. */
  static Optional<Locked> lock(Connection connection, String batch) throws SQLException {
    return Sql.first(
        connection,
        row -> new Locked(BatchState.valueOf(row.getString("state")), row.getString("reason")),
        "select state, reason from batch where id = ? and removed = false for update",
        batch);
  }

  /**
   * @return whether this call has begun it
   */
  static boolean begin(
      Connection connection, String batch, String reason, String message, Instant now)
      throws SQLException {
    int changed =
        Sql.update(
            connection,
            """
            update batch set state = 'CANCELLING', reason = ?, message = ?
            where id = ? and state in ('RUNNING', 'PAUSED')
            """,
            reason,
            message,
            batch);
    if (changed == 0) {
      return false;
    }
    Sql.update(
        connection,
        """
        update item
        set state = ?, reason = ?, message = ?, finished_at = ?, not_before = ?
        where batch_id = ? and state = 'QUEUED'
        """,
        ItemState.CANCELLED,
        reason,
        message,
        now,
        Rows.AT_ONCE,
        batch);
    return true;
  }
}
