package dev.serai.batch.track;

import dev.serai.cluster.PodCache;
import dev.serai.pod.PodOutcomes;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Component {@code batches}, with one endpoint: {@code batches:pods} creates an exchange for each
 * change of the pods of this replica's attempts. The body is a {@link PodObservation}.
 */
public final class BatchesComponent extends DefaultComponent {

  private static final String PODS = "pods";

  private final PodCache cache;
  private final PodOutcomes ends;
  private final AttemptRegistry attempts;

  public BatchesComponent(PodCache cache, PodOutcomes ends, AttemptRegistry attempts) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.ends = Objects.requireNonNull(ends, "ends is null");
    this.attempts = Objects.requireNonNull(attempts, "attempts is null");
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    if (!remaining.equals(PODS)) {
      throw new IllegalArgumentException(
          "batches:" + remaining + " is unknown; there is batches:" + PODS);
    }
    return new Pods(uri);
  }

  private final class Pods extends DefaultEndpoint {

    Pods(String uri) {
      super(uri, BatchesComponent.this);
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException(getEndpointUri() + " can only be consumed from");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
      Consumer consumer = new PodObserver(this, processor, cache, ends, attempts);
      configureConsumer(consumer);
      return consumer;
    }
  }
}
