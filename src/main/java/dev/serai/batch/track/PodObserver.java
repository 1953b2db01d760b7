package dev.serai.batch.track;

import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodListener;
import dev.serai.pod.PodOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer of {@code batches:pods}: publishes the changes of the pods of this replica's attempts,
 * each once and in order, on the thread of the watch. Its route must not block: it queues each
 * observation, and leaves those that the queue has no room for to the sweep.
 */
final class PodObserver extends DefaultConsumer implements PodListener {

  private static final Logger LOG = LoggerFactory.getLogger(PodObserver.class);

  private final PodCache cache;
  private final PodOutcomes ends;
  private final AttemptRegistry attempts;

  PodObserver(
      Endpoint endpoint,
      Processor processor,
      PodCache cache,
      PodOutcomes ends,
      AttemptRegistry attempts) {
    super(endpoint, processor);
    this.cache = cache;
    this.ends = ends;
    this.attempts = attempts;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    attempts.forgetObservations();
    cache.addListener(this);
  }

  @Override
  protected void doStop() throws Exception {
    cache.removeListener(this);
    super.doStop();
  }

  @Override
  public void onPod(Pod pod) {
    AttemptPods.ref(pod, attempts.store())
        .filter(attempts::isOwn)
        .ifPresent(
            ref -> {
              Optional<PodObservation.What> what = what(pod);
              if (attempts.observed(ref, AttemptPods.uid(pod), what)) {
                publish(PodObservation.of(what.orElseThrow(), ref, pod));
              }
            });
  }

  @Override
  public void onGone(Pod lastKnown) {
    AttemptPods.ref(lastKnown, attempts.store())
        .filter(ref -> attempts.gone(ref, AttemptPods.uid(lastKnown)))
        .ifPresent(ref -> publish(PodObservation.of(PodObservation.What.GONE, ref, lastKnown)));
  }

  private Optional<PodObservation.What> what(Pod pod) {
    return ends.of(pod).isPresent()
        ? Optional.of(PodObservation.What.ENDED)
        : PodOutcomes.startedAt(pod).map(start -> PodObservation.What.RUNNING);
  }

  private void publish(PodObservation observation) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(observation);
    attempts.busy(observation.ref());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      attempts.idle(observation.ref());
      attempts.unpublished(observation.ref());
      LOG.debug("Cannot queue {}; the sweep processes it", observation, exchange.getException());
    }
  }
}
