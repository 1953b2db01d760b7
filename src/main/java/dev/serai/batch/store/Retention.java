package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Removes batches: first it hides them by one update, and then it deletes their rows in small
 * transactions, so that a batch of a million items does not block others. Rows left by a killed
 * process are deleted by the next one.
 */
public final class Retention {

  private static final int ITEMS_AT_ONCE = 1000;

  private final Database database;
  private final Clock clock;
  private final Duration kept;

  /**
   * @param kept how long a batch can be read after its end
   */
  public Retention(Database database, Clock clock, Duration kept) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.kept = Objects.requireNonNull(kept, "kept is null");
  }

  /** Hides the batches whose retention has passed; returns the ids of all hidden ones. */
  public List<String> due() {
    Instant before = clock.instant().minus(kept);
    for (String batch : batches(dao -> dao.finishedBefore(before))) {
      batches(dao -> dao.hideFinishedBefore(batch, before));
    }
    return batches(BatchEndDao::hidden);
  }

  /** Deletes the rows of a hidden batch. */
  public void remove(String batch) {
    int removed;
    do {
      removed = batches(dao -> dao.removeItems(batch, ITEMS_AT_ONCE));
    } while (removed == ITEMS_AT_ONCE);
    batches(dao -> dao.remove(batch));
  }

  private <T> T batches(Function<BatchEndDao, T> work) {
    return database.transact(BatchEndDao.class, work);
  }
}
