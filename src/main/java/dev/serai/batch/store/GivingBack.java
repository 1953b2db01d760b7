package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The end of a claim of which nothing has come: its attempt has never been. One transaction. */
final class GivingBack {

  private final Connection connection;
  private final AttemptRef ref;
  private final Instant until;
  private final Instant now;

  GivingBack(Connection connection, Claim claim, Instant now) {
    this.connection = connection;
    this.ref = claim.ref();
    this.until = claim.until();
    this.now = now;
  }

  /**
   * Has the item wait again, or ends it with its batch.
   *
   * @return whether there was something to give back
   */
  boolean giveBack(String why, Instant notBefore) throws SQLException {
    Optional<Ending.Locked> ending =
        Ending.lock(connection, ref.batch()).filter(Ending.Locked::isBeingEnded);
    if (!isGone()) {
      return false;
    }
    if (ending.isPresent()) {
      giveBack(
          ItemState.CANCELLED,
          ending.get().reason(),
          "its batch is ended",
          Rows.AT_ONCE,
          Optional.of(now));
    } else {
      giveBack(ItemState.QUEUED, "Waiting", why, notBefore, Optional.empty());
    }
    return true;
  }

  /** Whether it has been until now, and by this claim: a later one is somebody else's. */
  private boolean isGone() throws SQLException {
    return Sql.update(
            connection,
            """
            delete from attempt
            where batch_id = ? and position = ? and number = ?
              and ended_at is null and started_at is null and pod = '' and claimed_until = ?
            """,
            ref.batch(),
            ref.position(),
            ref.number(),
            until)
        == 1;
  }

  private void giveBack(
      ItemState state, String reason, String message, Instant notBefore, Optional<Instant> finished)
      throws SQLException {
    Sql.update(
        connection,
        """
        update item
        set state = ?, attempt = attempt - 1, reason = ?, message = ?, not_before = ?,
          finished_at = ?
        where batch_id = ? and position = ? and attempt = ? and state = 'STARTING'
        """,
        state,
        reason,
        message,
        notBefore,
        finished,
        ref.batch(),
        ref.position(),
        ref.number());
  }
}
