package dev.serai.batch.source;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@link BatchesComponent}, to consume from. */
final class BatchesEndpoint extends DefaultEndpoint {

  private final Source source;
  private final Duration period;

  BatchesEndpoint(String uri, BatchesComponent component, Source source, Duration period) {
    super(uri, component);
    this.source = source;
    this.period = period;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(getEndpointUri() + " can only be consumed from");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Consumer consumer = source.consumer(this, processor, period);
    configureConsumer(consumer);
    return consumer;
  }
}
