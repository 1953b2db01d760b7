package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All batches that have not ended, as one.
 *
 * @param items how many items they have together, by state
 * @param oldestQueued when the oldest of those batches was submitted that have queued items
 */
public record OpenBatches(int batches, ItemCounts items, Optional<Instant> oldestQueued) {

  public OpenBatches {
    Objects.requireNonNull(items, "items is null");
    Objects.requireNonNull(oldestQueued, "oldestQueued is null");
  }
}
