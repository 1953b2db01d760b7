package dev.serai.http;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.Refusal;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** Bean {@code queued}: what the requests of queues need beside those of HTTP. */
public final class QueuedRequests {

  private final Clock clock;

  public QueuedRequests(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  @SuppressWarnings("DoNotCallSuggester") // a route calls it, by name
  public void unknownOperation(@Header("operation") String operation) {
    throw Refusal.invalid(
        "operation", Refusal.excerpt(operation) + " is none of create, get, delete");
  }

  /**
   * Makes the message of this exchange into its dead letter: the original body, and why it could
   * not be done.
   */
  public void deadLetter(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Refusal refusal = Failures.refusal(failure);
    Message message = exchange.getMessage();
    message.setBody(exchange.getProperty(ExchangeNames.ORIGINAL, "", String.class));
    message.setHeader(ExchangeNames.CAUSE, refusal == null ? "internal error" : refusal.getMessage());
    if (refusal != null && !refusal.faults().isEmpty()) {
      message.setHeader(ExchangeNames.FAULTS, Answers.faults(refusal.faults()));
    }
    message.setHeader(ExchangeNames.CODE, refusal == null ? 500 : refusal.code());
    int retries = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
    int deliveries = message.getHeader("JMSXDeliveryCount", 1, Integer.class);
    message.setHeader(ExchangeNames.ATTEMPTS, Math.max(1, deliveries) + retries);
    message.setHeader(ExchangeNames.FAILED_AT, clock.instant().toString());
    message.setHeader(
        ExchangeNames.ORIGINAL_MESSAGE_ID, message.getHeader("Idempotency-Key", "", String.class));
  }
}
