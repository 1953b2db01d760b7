package dev.serai.batch.source;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;

/** Makes the consumer of an endpoint. */
@FunctionalInterface
public interface Source {

  /**
   * @param pace for one that is woken
   */
  Consumer consumer(Endpoint endpoint, Processor processor, Pace pace);

  /**
   * One that begins an exchange when it is woken.
   *
   * @param onStop called when its route stops
   */
  static Source wokenBy(Wake wake, Runnable onStop) {
    return (endpoint, processor, pace) -> new WakeConsumer(endpoint, processor, wake, pace, onStop);
  }
}
