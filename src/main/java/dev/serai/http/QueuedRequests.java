package dev.serai.http;

import dev.serai.instance.RequestRejectedException;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Bean {@code queuedRequests}: rejects unknown operations of queued requests, and describes their
 * failures.
 */
public final class QueuedRequests {

  private final Clock clock;

  public QueuedRequests(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  @SuppressWarnings("DoNotCallSuggester") // a route calls it, by name
  public void unknownOperation(@Header("operation") String operation) {
    throw RequestRejectedException.invalid(
        "operation",
        RequestRejectedException.excerpt(operation) + " is none of create, get, delete");
  }

  /**
   * Why a request failed.
   *
   * @param cause a message for the sender; of a bug of this program only that it is an internal
   *     error
   * @param faults the faults of a document as JSON text, if there are any
   * @param attempts deliveries and retries
   * @param failedAt RFC 3339
   */
  public record Failure(
      String cause, int code, @Nullable String faults, int attempts, String failedAt) {}

  /** Why the request of this exchange failed, for its dead letter. */
  public Failure failure(Exchange exchange) {
    RequestRejectedException refusal =
        ErrorMapper.refusal(
            exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class));
    Message message = exchange.getMessage();
    int retries = message.getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
    int deliveries = message.getHeader("JMSXDeliveryCount", 1, Integer.class);
    return new Failure(
        refusal == null ? "internal error" : refusal.getMessage(),
        refusal == null ? 500 : refusal.code(),
        refusal == null || refusal.faults().isEmpty()
            ? null
            : ResponseWriter.faults(refusal.faults()),
        Math.max(1, deliveries) + retries,
        clock.instant().toString());
  }
}
