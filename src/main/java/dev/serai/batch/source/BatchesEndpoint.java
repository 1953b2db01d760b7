package dev.serai.batch.source;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@link BatchesComponent}, to consume from. */
final class BatchesEndpoint extends DefaultEndpoint {

  private final Source source;
  private final Pace pace;

  BatchesEndpoint(String uri, BatchesComponent component, Source source, Pace pace) {
    super(uri, component);
    this.source = source;
    this.pace = pace;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(getEndpointUri() + " can only be consumed from");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Consumer consumer = source.consumer(this, processor, pace);
    configureConsumer(consumer);
    return consumer;
  }
}
