package dev.serai.http.batch;

import dev.serai.batch.BatchStore;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.ItemState;
import dev.serai.batch.OpenBatches;
import dev.serai.http.MetricsPage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of the batches that have not ended: {@code serai_batches_open}, {@code serai_batch_items}
 * by state, and {@code serai_batch_oldest_queued_seconds}. They are read from the database, so they
 * are the same on every replica.
 */
public final class BatchGauges {

  private static final Logger LOG = LoggerFactory.getLogger(BatchGauges.class);

  private final BatchStore store;
  private final Clock clock;
  private final MultiGauge items;
  private volatile double open = Double.NaN;
  private volatile double oldest = Double.NaN;

  public BatchGauges(BatchStore store, Clock clock, MeterRegistry registry) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.items =
        MultiGauge.builder("serai_batch_items")
            .description("Items of the batches that have not ended, by state")
            .register(registry);
    Gauge.builder("serai_batches_open", this, gauges -> gauges.open)
        .description("Batches that have not ended")
        .register(registry);
    Gauge.builder("serai_batch_oldest_queued_seconds", this, gauges -> gauges.oldest)
        .description("Time since the submission of the oldest batch that has queued items; 0: none")
        .register(registry);
  }

  /** Updates the gauges before each scrape. */
  public void refreshBefore(MetricsPage page) {
    page.before(this::refresh);
  }

  /** Synchronized: two concurrent updates would register the same rows. */
  synchronized void refresh() {
    try {
      show(store.open());
    } catch (DatabaseUnavailableException e) {
      // the scrape must succeed, and an old count would be wrong
      LOG.debug("Cannot count batches: {}", e.getMessage());
      items.register(List.of(), true);
      open = Double.NaN;
      oldest = Double.NaN;
    }
  }

  private void show(OpenBatches batches) {
    items.register(
        Arrays.stream(ItemState.values())
            .map(
                state ->
                    MultiGauge.Row.of(
                        Tags.of("state", state.name().toLowerCase(Locale.ROOT)),
                        batches.items().of(state)))
            .toList(),
        true);
    open = batches.batches();
    oldest =
        batches
            .oldestQueued()
            .map(at -> Duration.between(at, clock.instant()).toMillis() / 1000.0)
            .orElse(0.0);
  }
}
