package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Removes batches: first it hides them from everybody, by one update, and then it removes their
 * rows in small transactions, so that a batch of a million items holds up nobody. What a killed
 * process leaves behind is removed by the next one.
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

  /** Hides the batches that have been kept long enough; returns the ids of all hidden ones. */
  public List<String> due() {
    Instant before = clock.instant().minus(kept);
    for (String batch : batches(dao -> dao.finishedBefore(before))) {
      batches(dao -> dao.hideFinishedBefore(batch, before));
    }
    return batches(BatchEndDao::hidden);
  }

  /** Removes the rows of a hidden batch. */
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
