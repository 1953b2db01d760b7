package dev.serai.http;

import dev.serai.exchange.ExchangeNames;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Passes requests to the routes that serve them, and sends their responses. A client cannot forge a
 * header that routes use internally, a response has the headers that the route has set and none of
 * the request's, and a failure that no configuration has handled is answered in the envelope.
 */
public final class HttpEngine extends VertxPlatformHttpEngine {

  /** Property: the headers of the request, as they arrived. */
  private static final String ARRIVED = ExchangeNames.ARRIVED_HEADERS;

  private static final String INTERNAL = "serai";

  private final ResponseWriter answers;
  private final Deadline deadline;

  public HttpEngine(ResponseWriter answers, Deadline deadline) {
    this.answers = Objects.requireNonNull(answers, "answers is null");
    this.deadline = Objects.requireNonNull(deadline, "deadline is null");
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
    return super.createConsumer(endpoint, new Exchanges(endpoint, route));
  }

  /** The exchanges of one route. */
  private final class Exchanges extends DelegateAsyncProcessor {

    private final PlatformHttpEndpoint endpoint;

    Exchanges(PlatformHttpEndpoint endpoint, Processor route) {
      super(route);
      this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      begin(exchange);
      return super.process(
          exchange,
          doneAtOnce -> {
            finish(exchange);
            callback.done(doneAtOnce);
          });
    }

    private void finish(Exchange exchange) {
      Exception failure = exchange.getException();
      if (failure != null) {
        exchange.setException(null);
        exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
        exchange.getMessage().setBody(answers.refusal(exchange));
      }
      Message answer = exchange.getMessage();
      Map<?, ?> arrived = exchange.getProperty(ARRIVED, Map.of(), Map.class);
      answer
          .getHeaders()
          .entrySet()
          .removeIf(
              header ->
                  isInternal(header.getKey())
                      || isEcho(header, arrived)
                      || isDefault(header, exchange));
      String produces = endpoint.getProduces();
      if (isOneType(produces) && answer.getHeader(Exchange.CONTENT_TYPE) == null) {
        answer.setHeader(Exchange.CONTENT_TYPE, produces);
      }
    }
  }

  /** Whether Camel has set the header to the default of a parameter that the request omits. */
  private static boolean isDefault(Map.Entry<String, Object> header, Exchange exchange) {
    RouteDefinition route =
        exchange
            .getContext()
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinition(exchange.getFromRouteId());
    Map<String, String> defaults =
        route == null || route.getRestBindingDefinition() == null
            ? null
            : route.getRestBindingDefinition().getDefaultValues();
    return defaults != null && Objects.equals(defaults.get(header.getKey()), header.getValue());
  }

  private void begin(Exchange exchange) {
    deadline.start(exchange);
    StreamedResponse.captureResponse(exchange);
    Map<String, Object> headers = exchange.getMessage().getHeaders();
    headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(INTERNAL));
    exchange.setProperty(ARRIVED, new HashMap<>(headers));
  }

  /** Whether its value is the same object that arrived; a route may set an equal one. */
  private static boolean isEcho(Map.Entry<String, Object> header, Map<?, ?> arrived) {
    return header.getValue() != null && arrived.get(header.getKey()) == header.getValue();
  }

  /** Whether only routes use the header; {@code Serai-...} is for clients. */
  private static boolean isInternal(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(INTERNAL)
        && !name.startsWith("-", INTERNAL.length());
  }

  private static boolean isOneType(String produces) {
    return produces != null && !produces.contains(",") && !produces.contains("*");
  }
}
