package dev.serai.http.callback;

import dev.serai.batch.Backoff;
import dev.serai.batch.Batch;
import dev.serai.batch.Outbox;
import dev.serai.batch.Outbox.OutboxEntry;
import dev.serai.batch.callback.Signature;
import dev.serai.exchange.ExchangeNames;
import dev.serai.http.batch.BatchJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code batchCallbacks}: prepares the request of a callback, and records its outcome. The
 * time of the next attempt is stored in the database, so that a killed process loses nothing.
 */
public final class Callbacks {

  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private static final String CAUSE = ExchangeNames.CALLBACK_CAUSE;
  private static final String BODY = ExchangeNames.CALLBACK_BODY;

  /** When a callback is retried, and how often. */
  public record DeliveryPolicy(Backoff backoff, int attempts) {

    /** After ten seconds, doubled each time up to an hour: about a day in all. */
    public static final DeliveryPolicy DEFAULT =
        new DeliveryPolicy(new Backoff(Duration.ofSeconds(10), Duration.ofHours(1)), 32);
  }

  private final Outbox notices;
  private final Optional<Signature> signature;
  private final DeliveryPolicy deliveryPolicy;
  private final Clock clock;
  private final MeterRegistry metrics;

  /**
   * @param signature absent when the server has no secret; then nothing is sent
   */
  public Callbacks(
      Outbox notices,
      Optional<Signature> signature,
      DeliveryPolicy deliveryPolicy,
      Clock clock,
      MeterRegistry metrics) {
    this.notices = Objects.requireNonNull(notices, "notices is null");
    this.signature = Objects.requireNonNull(signature, "signature is null");
    this.deliveryPolicy = Objects.requireNonNull(deliveryPolicy, "deliveryPolicy is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.metrics = Objects.requireNonNull(metrics, "metrics is null");
  }

  /**
   * Prepares the request. Its body and its {@code Serai-Delivery} are the same at every attempt,
   * its timestamp and signature differ.
   */
  public void prepare(@Body Batch batch, Exchange exchange) {
    String body = BatchJson.text(new BatchJson().of(batch));
    exchange.setProperty(BODY, body);
    Instant now = clock.instant();
    Signature by =
        signature.orElseThrow(
            () -> new IllegalStateException("no serai.callback-secret to sign callbacks by"));
    URI url =
        held(exchange)
            .callbackUrl()
            .orElseThrow(() -> new IllegalStateException("the batch has no callbackUrl"));
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(body);
    message.setHeader(Exchange.HTTP_METHOD, "POST");
    message.setHeader(Exchange.HTTP_URI, url.toString());
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setHeader(ExchangeNames.CALLBACK_EVENT, "batch.finished");
    message.setHeader(ExchangeNames.CALLBACK_DELIVERY, BatchNotifications.delivery(batch));
    message.setHeader(ExchangeNames.CALLBACK_TIMESTAMP, Signature.timestamp(now));
    message.setHeader(ExchangeNames.CALLBACK_SIGNATURE, by.of(now, body));
  }

  /** Stores the status of the response as the cause, in case the callback has failed. */
  public void answered(Exchange exchange) {
    int code = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String redirect = code >= 300 && code < 400 ? "; redirects are not followed" : "";
    exchange.setProperty(CAUSE, "its response was " + code + redirect);
  }

  /** Stores why there was no response as the cause. */
  public void failed(Exchange exchange) {
    exchange.setProperty(
        CAUSE,
        inWords(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)));
  }

  /** Whether this was the last attempt. */
  public boolean isLast(Exchange exchange) {
    return held(exchange).attempts() + 1 >= deliveryPolicy.attempts();
  }

  /** Describes a failure without the exception's message, which may contain the URL. */
  private static String inWords(Throwable failure) {
    if (failure instanceof ForbiddenAddressException) {
      return "its address is loopback, link-local, or else not permitted (serai.callback-private)";
    }
    if (failure instanceof IllegalStateException) {
      return failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return "its host name can't be resolved";
    }
    if (failure instanceof SSLException) {
      return "its certificate or its TLS is not accepted";
    }
    if (failure instanceof InterruptedIOException || failure instanceof RequestFailedException) {
      return "it did not respond in time";
    }
    return "it can't be reached (" + failure.getClass().getSimpleName() + ")";
  }

  public void delivered(Exchange exchange) {
    OutboxEntry held = held(exchange);
    notices.delivered(held);
    count("delivered");
    LOG.info("The callback of batch {} was delivered", held.batch());
  }

  /** Schedules another attempt after an increasing backoff. */
  public void later(Exchange exchange) {
    OutboxEntry held = held(exchange);
    int attempts = held.attempts() + 1;
    Duration wait = deliveryPolicy.backoff().after(attempts);
    notices.postpone(held, clock.instant().plus(wait));
    count("failed");
    LOG.info(
        "The callback of batch {} to {} failed; retrying in {} s: {}",
        held.batch(),
        host(held),
        wait.toSeconds(),
        exchange.getProperty(CAUSE));
  }

  /** Prepares the message for the dead-letter queue. */
  public void deadLetter(Exchange exchange) {
    OutboxEntry held = held(exchange);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(exchange.getProperty(BODY, "", String.class));
    message.setHeader(ExchangeNames.BATCH, held.batch());
    message.setHeader(ExchangeNames.CAUSE, exchange.getProperty(CAUSE, String.class));
    message.setHeader(ExchangeNames.CALLBACK_HOST, host(held));
    message.setHeader(ExchangeNames.ATTEMPTS, held.attempts() + 1);
    message.setHeader(ExchangeNames.FAILED_AT, clock.instant().toString());
    message.setHeader("ContentType", "application/json");
  }

  /** Records that the callback was dead-lettered. */
  public void givenUp(Exchange exchange) {
    OutboxEntry held = held(exchange);
    String cause = exchange.getProperty(CAUSE, String.class);
    notices.giveUp(held, cause);
    count("dead");
    LOG.warn(
        "The callback of batch {} to {} was dead-lettered: {}", held.batch(), host(held), cause);
  }

  private static OutboxEntry held(Exchange exchange) {
    return exchange.getProperty(BatchNotifications.NOTICE, OutboxEntry.class);
  }

  /** The host alone, since path and query may be secrets. */
  private static String host(OutboxEntry held) {
    return held.callbackUrl().map(URI::getHost).orElse("nowhere");
  }

  private void count(String result) {
    Counter.builder("serai_callbacks")
        .description("Callbacks of batches that were sent, by result")
        .tag("result", result)
        .register(metrics)
        .increment();
  }
}
