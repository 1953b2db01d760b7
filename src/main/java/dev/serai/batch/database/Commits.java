package dev.serai.batch.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes commits durable. A server's are when it has answered. H2 leaves them to a thread that
 * writes twice a second, so that a killed process loses some, or, with {@code WRITE_DELAY=0},
 * writes each one by itself, some 20 KB, and never compacts its file. Here those of a moment are
 * written together, down to the device, before any of them is told of.
 */
final class Commits {

  private final boolean byUs;
  private final AtomicLong made = new AtomicLong();
  private final Object writing = new Object();
  // guarded by writing
  private long saved;

  private Commits(boolean byUs) {
    this.byUs = byUs;
  }

  static Commits ofServer() {
    return new Commits(false);
  }

  static Commits ofFile() {
    return new Commits(true);
  }

  /**
   * Returns when all that was committed until now, by whomever, is on the device. Readers call it
   * as well, since they may have read what another one has not saved yet.
   */
  void save(Connection connection) throws SQLException {
    if (!byUs) {
      return;
    }
    long mine = made.incrementAndGet();
    synchronized (writing) {
      if (saved >= mine) {
        return;
      }
      long all = made.get();
      try (Statement statement = connection.createStatement()) {
        statement.execute("checkpoint sync");
      }
      saved = all;
    }
  }
}
