package dev.serai.route;

import dev.serai.exchange.ExchangeNames;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * Camel's {@code direct} with a {@linkplain DirectGate gate} before each route, so that a route can
 * be replaced while it is called.
 *
 * <p>Camel's own can't: its producers cache the consumer without a lock, so that one of several
 * callers still calls the old consumer, which throws a RejectedExecutionException.
 */
@org.apache.camel.spi.annotations.Component("direct")
public final class GatedDirectComponent extends DirectComponent {

  /** Property by which a route declares that a reload does not wait for the exchange. */
  public static final String OPEN_ENDED = ExchangeNames.OPEN_ENDED;

  /**
   * How long a caller waits for a missing consumer; longer than the replacement of any route takes.
   */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(20);

  private final Map<String, DirectGate> gates = new ConcurrentHashMap<>();

  /** The component of a context; replaces Camel's own in a context that has not started. */
  static GatedDirectComponent of(CamelContext context) {
    Component present = context.hasComponent("direct");
    if (present instanceof GatedDirectComponent gated) {
      return gated;
    }
    GatedDirectComponent gated = new GatedDirectComponent();
    if (present instanceof DirectComponent plain) {
      gated.setBlock(plain.isBlock());
      gated.setTimeout(plain.getTimeout());
      context.removeComponent("direct");
    }
    context.addComponent("direct", gated);
    return gated;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    GatedDirectEndpoint endpoint = new GatedDirectEndpoint(uri, this);
    endpoint.setBlock(isBlock());
    endpoint.setTimeout(getTimeout());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  @Override
  public void addConsumer(String key, DirectConsumer consumer) {
    super.addConsumer(key, consumer);
    gate(key).opened(consumer);
  }

  @Override
  public void removeConsumer(String key, DirectConsumer consumer) {
    gate(key).closed(consumer);
    super.removeConsumer(key, consumer);
  }

  DirectGate gate(String key) {
    return gates.computeIfAbsent(key, fresh -> new DirectGate());
  }

  Collection<DirectGate> gates() {
    return gates.values();
  }

  Duration longestHold() {
    return LONGEST_HOLD;
  }

  /** The consumer of an endpoint; waits for one if the endpoint is configured to. */
  Optional<DirectConsumer> consumer(GatedDirectEndpoint endpoint) throws InterruptedException {
    DirectConsumer there = gate(endpoint.key()).consumer();
    return there != null
        ? Optional.of(there)
        : Optional.ofNullable(
            getConsumer(endpoint.key(), endpoint.isBlock(), endpoint.getTimeout()));
  }
}
