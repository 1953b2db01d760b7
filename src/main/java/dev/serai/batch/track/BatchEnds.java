package dev.serai.batch.track;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.source.Wake;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchEnds}: batches that are to be ended, and those that have come to their end. */
public final class BatchEnds {

  private static final Logger LOG = LoggerFactory.getLogger(BatchEnds.class);

  private final ItemLedger ledger;
  private final BatchStore batches;
  private final Wake sweep;
  private final Clock clock;

  /**
   * @param sweep woken for the pods of batches that are being ended
   */
  public BatchEnds(ItemLedger ledger, BatchStore batches, Wake sweep, Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.batches = Objects.requireNonNull(batches, "batches is null");
    this.sweep = Objects.requireNonNull(sweep, "sweep is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** Begins to end what its deadline or its fail-fast ends. */
  public void begin() {
    ledger
        .endDue(clock.instant())
        .forEach(id -> LOG.info("Batch {} is being ended before its time", id));
    boolean any =
        !batches
            .list(
                new BatchStore.BatchFilter(Optional.empty(), Optional.of(BatchState.CANCELLING)),
                Optional.empty(),
                1)
            .isEmpty();
    if (any) {
      sweep.now();
    }
  }

  /** Ends those all of whose items have ended. */
  public void finish() {
    for (Batch batch : ledger.finish(clock.instant())) {
      LOG.info("Batch {} has ended: {}, {}", batch.id(), batch.state(), batch.counts().byState());
    }
  }
}
