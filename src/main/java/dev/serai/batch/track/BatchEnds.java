package dev.serai.batch.track;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemLedger;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchEnds}: ends batches: early, or after their last item. */
public final class BatchEnds {

  private static final Logger LOG = LoggerFactory.getLogger(BatchEnds.class);

  private final ItemLedger ledger;
  private final BatchStore batches;
  private final Clock clock;

  public BatchEnds(ItemLedger ledger, BatchStore batches, Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.batches = Objects.requireNonNull(batches, "batches is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * Starts to end batches by their deadline or by fail-fast, and ends those all of whose items have
   * ended.
   *
   * @return whether any batch is being ended early, so that a sweep has to stop its pods
   */
  public boolean advance() {
    ledger
        .endDue(clock.instant())
        .forEach(id -> LOG.info("Ending batch {} early (deadline or fail-fast)", id));
    for (Batch batch : ledger.finish(clock.instant())) {
      LOG.info("Batch {} has ended: {}, {}", batch.id(), batch.state(), batch.counts().byState());
    }
    return batches.isAnyCancelling();
  }
}
