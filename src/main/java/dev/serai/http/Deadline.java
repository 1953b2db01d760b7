package dev.serai.http;

import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.placement.Placement;
import dev.serai.exchange.ExchangeNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Bean {@code deadline}: until when a request may be tried again. With the time that the last try
 * may take and the look for its pod after it, an answer comes within 25 seconds.
 */
public final class Deadline {

  private static final String PROPERTY = ExchangeNames.DEADLINE;

  private final Clock clock;
  private final Duration retryFor;

  public Deadline(Clock clock, Duration retryFor) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.retryFor = Objects.requireNonNull(retryFor, "retryFor is null");
  }

  public void start(Exchange exchange) {
    exchange.setProperty(PROPERTY, clock.instant().plus(retryFor));
  }

  /**
   * Asked after each failed try: whether there is time for another. Notes a try whose outcome
   * nobody knows.
   */
  public boolean isOpen(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    if (failure instanceof ClusterUnavailableException unavailable
        && unavailable.isOutcomeUnknown()) {
      exchange.setProperty(Placement.OUTCOME_UNKNOWN, true);
    }
    Instant deadline = exchange.getProperty(PROPERTY, Instant.class);
    return deadline != null && clock.instant().isBefore(deadline);
  }
}
