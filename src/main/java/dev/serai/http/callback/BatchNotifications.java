package dev.serai.http.callback;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Outbox;
import dev.serai.batch.Outbox.OutboxEntry;
import dev.serai.exchange.ExchangeNames;
import dev.serai.http.CloudEvent;
import dev.serai.http.batch.BatchJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchNotifications}: the outbox of events and callbacks about ended batches. */
public final class BatchNotifications {

  private static final Logger LOG = LoggerFactory.getLogger(BatchNotifications.class);

  /** Property: the notice that is being published. */
  static final String NOTICE = ExchangeNames.OUTBOX_ENTRY;

  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final int AT_ONCE = 100;

  private final Outbox notices;
  private final BatchStore store;
  private final Clock clock;

  public BatchNotifications(Outbox notices, BatchStore store, Clock clock) {
    this.notices = Objects.requireNonNull(notices, "notices is null");
    this.store = Objects.requireNonNull(store, "store is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** Claims the due notices for this replica. */
  public List<OutboxEntry> due() {
    return notices.due(clock.instant(), HOLD, AT_ONCE);
  }

  /**
   * The batch of the notice; null when the notice no longer applies, or another replica has claimed
   * it.
   */
  public Batch batch(@Body OutboxEntry held, Exchange exchange) {
    exchange.setProperty(NOTICE, held);
    if (!clock.instant().isBefore(held.leaseExpiresAt())) {
      return null;
    }
    Optional<Batch> batch = store.find(held.batch());
    if (batch.isEmpty()) {
      delivered(exchange);
    }
    // a batch that was retried meanwhile gets a new notice when it ends again
    return batch.filter(found -> found.state().isFinal()).orElse(null);
  }

  /** An event in the JSON format of CloudEvents 1.0. */
  public String event(@Body Batch batch) {
    return new CloudEvent(
            delivery(batch),
            "/serai/batches",
            "dev.serai.batch.finished",
            batch.id(),
            batch.finishedAt().orElseGet(clock::instant),
            new BatchJson().of(batch))
        .json();
  }

  public void delivered(Exchange exchange) {
    notices.delivered(exchange.getProperty(NOTICE, OutboxEntry.class));
  }

  /** Logs the failure; the notice is due again when its lease expires. */
  public void failed(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    LOG.warn("Cannot publish batch notifications: {}", failure.getClass().getSimpleName());
    LOG.debug("Failure of batch notifications", failure);
  }

  /**
   * The same for every publication of one end of a batch; after a retry the batch ends again, with
   * another id.
   */
  static String delivery(Batch batch) {
    return batch.id()
        + "-finished"
        + batch.finishedAt().map(at -> "-" + at.toEpochMilli()).orElse("");
  }
}
