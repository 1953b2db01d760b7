package dev.serai.route;

import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.support.DefaultAsyncProducer;

/** Calls the route of a {@code direct:} endpoint through its gate, in the same thread. */
final class GatedDirectProducer extends DefaultAsyncProducer {

  private final GatedDirectEndpoint endpoint;
  private final GatedDirectComponent component;
  private final DirectGate gate;

  GatedDirectProducer(GatedDirectEndpoint endpoint, GatedDirectComponent component) {
    super(endpoint);
    this.endpoint = endpoint;
    this.component = component;
    this.gate = endpoint.gate();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    DirectGate.Pass pass = gate.enter(exchange, component.longestHold());
    try {
      Optional<DirectConsumer> consumer = component.consumer(endpoint);
      if (consumer.isPresent()) {
        consumer.get().getProcessor().process(exchange);
      } else if (endpoint.isFailIfNoConsumers()) {
        throw nobody(exchange);
      }
    } finally {
      gate.leave(pass);
    }
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    if (endpoint.isSynchronous()) {
      return processAtOnce(exchange, callback);
    }
    DirectGate.Pass pass;
    Optional<DirectConsumer> consumer;
    try {
      pass = gate.enter(exchange, component.longestHold());
    } catch (InterruptedException e) {
      return interrupted(exchange, callback, e);
    }
    try {
      consumer = component.consumer(endpoint);
    } catch (InterruptedException e) {
      gate.leave(pass);
      return interrupted(exchange, callback, e);
    }
    if (consumer.isEmpty()) {
      gate.leave(pass);
      if (endpoint.isFailIfNoConsumers()) {
        exchange.setException(nobody(exchange));
      }
      callback.done(true);
      return true;
    }
    return consumer
        .get()
        .getAsyncProcessor()
        .process(
            exchange,
            doneAtOnce -> {
              gate.leave(pass);
              callback.done(doneAtOnce);
            });
  }

  private boolean processAtOnce(Exchange exchange, AsyncCallback callback) {
    try {
      process(exchange);
    } catch (InterruptedException e) {
      return interrupted(exchange, callback, e);
    } catch (Exception e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  private static boolean interrupted(
      Exchange exchange, AsyncCallback callback, InterruptedException interruption) {
    Thread.currentThread().interrupt();
    exchange.setException(interruption);
    callback.done(true);
    return true;
  }

  private DirectConsumerNotAvailableException nobody(Exchange exchange) {
    return new DirectConsumerNotAvailableException(
        "no route serves " + endpoint.getEndpointUri(), exchange);
  }
}
