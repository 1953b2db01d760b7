package dev.serai.batch.store;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.Counts;
import dev.serai.batch.ItemState;
import dev.serai.batch.Notices;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The end of a batch all of whose items have ended, in one transaction. */
final class BatchEnd {

  private final Connection connection;
  private final String id;
  private final Instant now;

  BatchEnd(Connection connection, String id, Instant now) {
    this.connection = connection;
    this.id = id;
    this.now = now;
  }

  /**
   * @return the batch as it has ended, to the one caller who ended it
   */
  Optional<Batch> finish() throws SQLException {
    Optional<Ending.Locked> locked = Ending.lock(connection, id);
    if (locked.isEmpty() || locked.get().state().isFinal()) {
      return Optional.empty();
    }
    Batch batch = read();
    if (batch.counts().ended() < batch.counts().total()) {
      // a retry was faster
      return Optional.empty();
    }
    Sql.update(
        connection,
        "update batch set state = ?, finished_at = ? where id = ?",
        stateOf(batch.reason(), batch.counts()),
        now,
        id);
    StoredNotices.note(connection, id, Notices.Kind.EVENT, now);
    if (batch.spec().callbackUrl().isPresent()) {
      StoredNotices.note(connection, id, Notices.Kind.CALLBACK, now);
    }
    return Optional.of(read());
  }

  private Batch read() throws SQLException {
    return StoredBatches.counted(
            connection, Sql.list(connection, Rows::batch, "select * from batch where id = ?", id))
        .get(0);
  }

  static BatchState stateOf(String reason, Counts counts) {
    if (reason.equals(Ending.CANCELLED)) {
      return BatchState.CANCELLED;
    }
    if (List.of(Ending.FAIL_FAST, Ending.DEADLINE).contains(reason)
        || counts.of(ItemState.FAILED) > 0
        || counts.of(ItemState.TIMED_OUT) > 0) {
      return BatchState.FAILED;
    }
    // what a cancellation left behind when its failed items were retried
    return counts.of(ItemState.CANCELLED) > 0 ? BatchState.CANCELLED : BatchState.SUCCEEDED;
  }
}
