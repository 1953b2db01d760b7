package dev.serai.http;

import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.placement.Placement;
import dev.serai.exchange.ExchangeNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Bean {@code deadline}: until when a request may be tried again. With the time that the last try
 * may take and the look for its pod after it, an answer comes within 25 seconds.
 */
public final class Deadline {

  /** Property: whether the request is one of those that wait for the database. */
  private static final String WAITS = ExchangeNames.WAITS_FOR_DATABASE;

  private final Clock clock;
  private final Duration retryFor;
  private final Semaphore waiting;

  /**
   * @param retryFor since the request arrived by HTTP, or else since its exchange was made
   * @param maxWaiting requests that may wait for the database at once: each holds a thread, and
   *     requests about instances, which need no database, must find one
   */
  public Deadline(Clock clock, Duration retryFor, int maxWaiting) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.retryFor = Objects.requireNonNull(retryFor, "retryFor is null");
    this.waiting = new Semaphore(maxWaiting);
  }

  /**
   * Asked after each failed try: whether there is time for another. Notes a try whose outcome
   * nobody knows.
   */
  public boolean isOpen(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    if (failure instanceof ClusterUnavailableException unavailable
        && unavailable.isOutcomeUncertain()) {
      exchange.setProperty(Placement.OUTCOME_UNCERTAIN, true);
    }
    return clock.instant().isBefore(end(exchange))
        && (!(failure instanceof DatabaseUnavailableException) || mayWait(exchange));
  }

  /** The request arrives now. */
  void start(Exchange exchange) {
    exchange.setProperty(ExchangeNames.DEADLINE, clock.instant().plus(retryFor));
  }

  private Instant end(Exchange exchange) {
    Instant end = exchange.getProperty(ExchangeNames.DEADLINE, Instant.class);
    return end == null
        ? Instant.ofEpochMilli(exchange.getClock().getCreated()).plus(retryFor)
        : end;
  }

  /** Takes a place among those that wait, until the exchange is done. */
  private boolean mayWait(Exchange exchange) {
    if (exchange.getProperty(WAITS) != null) {
      return true;
    }
    if (!waiting.tryAcquire()) {
      return false;
    }
    exchange.setProperty(WAITS, true);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                waiting.release();
              }
            });
    return true;
  }
}
