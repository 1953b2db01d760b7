package dev.serai.cluster;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The endpoint {@code instances:changes}, to consume from. */
final class InstancesEndpoint extends DefaultEndpoint {

  private final PodCache cache;
  private final InstanceView view;

  InstancesEndpoint(String uri, InstancesComponent component, PodCache cache, InstanceView view) {
    super(uri, component);
    this.cache = cache;
    this.view = view;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("instances:changes can only be consumed from");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    InstanceChangesConsumer consumer = new InstanceChangesConsumer(this, processor, cache, view);
    configureConsumer(consumer);
    return consumer;
  }
}
