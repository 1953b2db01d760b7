package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Totals over all batches that have not ended.
 *
 * @param items the number of their items by state
 * @param oldestQueued when the oldest batch with queued items was submitted
 */
public record OpenBatches(int batches, ItemCounts items, Optional<Instant> oldestQueued) {

  public OpenBatches {
    Objects.requireNonNull(items, "items is null");
    Objects.requireNonNull(oldestQueued, "oldestQueued is null");
  }
}
