package dev.serai.batch.store;

import dev.serai.batch.database.Sql;
import dev.serai.instance.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A second try for the failed items of a batch, in one transaction. */
final class BatchRetry {

  private final Connection connection;
  private final String batch;

  BatchRetry(Connection connection, String batch) {
    this.connection = connection;
    this.batch = batch;
  }

  /**
   * @return how many items wait again
   * @throws Refusal while the batch is being ended
   */
  int retryFailed() throws SQLException {
    Optional<Ending.Locked> locked = Ending.lock(connection, batch);
    if (locked.isEmpty()) {
      return 0;
    }
    if (locked.get().isBeingEnded()) {
      throw Refusal.conflict(
          "batch " + batch + " is being ended; it can be retried when it has ended");
    }
    int retried = queueFailed();
    if (retried > 0 && locked.get().state().isFinal()) {
      runAgain();
    }
    return retried;
  }

  private int queueFailed() throws SQLException {
    return Sql.update(
        connection,
        """
        update item
        set state = 'QUEUED', failures = 0, spoilt = 0, reason = '', message = '',
          exit_code = null, started_at = null, finished_at = null, not_before = ?
        where batch_id = ? and state in ('FAILED', 'TIMED_OUT')
        """,
        Rows.AT_ONCE,
        batch);
  }

  private void runAgain() throws SQLException {
    // its deadline was meant for the first time
    Sql.update(
        connection,
        """
        update batch set state = 'RUNNING', reason = '', message = '', finished_at = null,
          deadline_at = null, deadline_ms = null
        where id = ?
        """,
        batch);
    // what was not told yet of its first end is not so any more
    Sql.update(connection, "delete from notice where batch_id = ?", batch);
  }
}
