package dev.serai.http;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.Faults;
import dev.serai.instance.RequestRejectedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code responses}: writes results and failures as the text of a response, for HTTP and
 * queues alike.
 */
public final class ResponseWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
  private static final String FAILURE = ExchangeNames.FAILURE;
  private static final Duration RETRY_SOON = Duration.ofSeconds(2);

  /** Property: whether the response is a rejection. */
  static final String REFUSED = ExchangeNames.REJECTION;

  private final InstanceJson instances;

  public ResponseWriter(InstanceJson instances) {
    this.instances = Objects.requireNonNull(instances, "instances is null");
  }

  /** One instance, with the events that {@code podEvents} has added, if any. */
  public String instance(@Body EnvInstance instance, Exchange exchange) {
    Map<String, Object> data = instances.full(instance);
    List<?> events = exchange.getProperty(ExchangeNames.EVENTS, List.class);
    if (events != null) {
      data.put("events", events);
    }
    return Envelope.success(data).json();
  }

  /** A page of instances as {@code {"items": [...]}}, as AEnvironment's SDK needs it. */
  public String items(@Body List<EnvInstance> page) {
    return Envelope.success(Map.of("items", rows(page))).json();
  }

  /** A page of instances as a plain array, as AEnvironment's CLI needs it. */
  public String array(@Body List<EnvInstance> page) {
    return Envelope.success(rows(page)).json();
  }

  public String deleted() {
    return Envelope.success("Deleted successfully").json();
  }

  /**
   * The response to the failure of this exchange: the one in property {@code SeraiFailure}, else
   * the last one. A failure that is not a rejection is a bug of this program: it is logged, and the
   * client gets its reference.
   */
  public String refusal(Exchange exchange) {
    Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Throwable failure = exchange.getProperty(FAILURE, caught, Throwable.class);
    RequestRejectedException refusal = ErrorMapper.refusal(failure);
    if (refusal == null) {
      String reference = UUID.randomUUID().toString();
      LOG.error("Internal error {} in route {}", reference, exchange.getFromRouteId(), failure);
      refusal = RequestRejectedException.internal(reference, failure);
    }
    Message message = exchange.getMessage();
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, refusal.code());
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.setProperty(REFUSED, true);
    refusal
        .retryAfter()
        .ifPresent(after -> message.setHeader("Retry-After", Math.max(1, after.toSeconds())));
    return Envelope.failure(refusal.code(), refusal.getMessage(), data(refusal.faults())).json();
  }

  /** The faults of a document as JSON text, for a header. */
  static String faults(Faults faults) {
    return Envelope.text(data(faults));
  }

  private static Object data(Faults faults) {
    return faults.isEmpty() ? null : Map.of("faults", faults.reported(), "more", faults.more());
  }

  private List<Map<String, Object>> rows(List<EnvInstance> page) {
    return page.stream().map(instances::row).toList();
  }

  /** Retry-After while the cluster can't be reached. */
  static Duration retrySoon() {
    return RETRY_SOON;
  }
}
