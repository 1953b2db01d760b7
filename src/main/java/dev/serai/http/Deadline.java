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
 * Bean {@code deadline}: until when a request may be retried. Including the last attempt and the
 * search for its pod, a request is answered within 25 seconds.
 */
public final class Deadline {

  /** Property: whether the request is one of those that wait for the database. */
  private static final String WAITS = ExchangeNames.WAITS_FOR_DATABASE;

  private final Clock clock;
  private final Duration retryFor;
  private final Semaphore waiting;

  /**
   * @param retryFor since the request arrived by HTTP, or else since its exchange was created
   * @param maxWaiting maximum requests that wait for the database: each holds a thread, and some
   *     must stay free for requests about instances, which need no database
   */
  public Deadline(Clock clock, Duration retryFor, int maxWaiting) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.retryFor = Objects.requireNonNull(retryFor, "retryFor is null");
    this.waiting = new Semaphore(maxWaiting);
  }

  /**
   * Called after each failed attempt: whether there is time for another. Records an uncertain
   * creation.
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

  /** Starts the time of a request that has just arrived. */
  void start(Exchange exchange) {
    exchange.setProperty(ExchangeNames.DEADLINE, clock.instant().plus(retryFor));
  }

  private Instant end(Exchange exchange) {
    Instant end = exchange.getProperty(ExchangeNames.DEADLINE, Instant.class);
    return end == null
        ? Instant.ofEpochMilli(exchange.getClock().getCreated()).plus(retryFor)
        : end;
  }

  /** Acquires one of the permits to wait, until the exchange is done. */
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
