package dev.serai.batch.database;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes commits durable. Commits of a database server are durable when it has answered. H2 writes
 * them by a thread twice a second, so that a killed process loses some; with {@code WRITE_DELAY=0}
 * it writes each one separately, some 20 KB, and never compacts its file. Here concurrent commits
 * are synced together before their callers return (group commit). A read-only transaction syncs
 * nothing, unless it may have read a commit that is not synced yet.
 */
final class Commits {

  /** Syncs everything that is committed to the device. */
  @FunctionalInterface
  interface Sync {

    void run();
  }

  private final boolean isFile;
  // writes whose commit has begun, and writes whose commit has returned or failed
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Object syncing = new Object();
  // guarded by syncing: how many writes had ended before the last sync began
  private long synced;

  private Commits(boolean isFile) {
    this.isFile = isFile;
  }

  static Commits ofServer() {
    return new Commits(false);
  }

  static Commits ofFile() {
    return new Commits(true);
  }

  /** Commits a transaction that has changed something, and returns when it is durable. */
  void write(Runnable commit, Sync sync) {
    if (!isFile) {
      commit.run();
      return;
    }
    begun.incrementAndGet();
    long mine;
    try {
      commit.run();
    } finally {
      mine = ended.incrementAndGet();
    }
    sync(mine, sync);
  }

  /**
   * Ends a read-only transaction, and returns when every commit that it can have seen is durable.
   */
  void read(Runnable commit, Sync sync) {
    commit.run();
    if (isFile) {
      // a write is visible only after it has been counted here
      sync(begun.get(), sync);
    }
  }

  private void sync(long needed, Sync sync) {
    synchronized (syncing) {
      if (synced >= needed) {
        return;
      }
      long all = ended.get();
      sync.run();
      synced = all;
    }
  }
}
