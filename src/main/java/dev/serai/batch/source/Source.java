package dev.serai.batch.source;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;

/** Makes the consumer of an endpoint. */
@FunctionalInterface
public interface Source {

  /**
   * @param period how often it begins an exchange at least, where it is one that does
   */
  Consumer consumer(Endpoint endpoint, Processor processor, Duration period);

  /**
   * One that begins an exchange when it is woken.
   *
   * @param onStop called when its route stops
   */
  static Source wokenBy(Wake wake, Runnable onStop) {
    return (endpoint, processor, period) ->
        new WakeConsumer(endpoint, processor, wake, period, onStop);
  }
}
