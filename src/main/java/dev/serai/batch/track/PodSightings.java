package dev.serai.batch.track;

import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodListener;
import dev.serai.pod.PodEnds;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer of {@code batches:pods}: publishes what happens to the pods of this replica's attempts,
 * each thing once and in order, on the thread of the watch. Its route must not block: it puts each
 * observation into a queue, and what does not fit is left to the sweep.
 */
final class PodSightings extends DefaultConsumer implements PodListener {

  private static final Logger LOG = LoggerFactory.getLogger(PodSightings.class);

  private final PodCache cache;
  private final PodEnds ends;
  private final AttemptRegistry attempts;

  PodSightings(
      Endpoint endpoint,
      Processor processor,
      PodCache cache,
      PodEnds ends,
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
              Optional<Sighting.What> what = what(pod);
              if (attempts.observed(ref, AttemptPods.uid(pod), what)) {
                publish(Sighting.of(what.orElseThrow(), ref, pod));
              }
            });
  }

  @Override
  public void onGone(Pod lastKnown) {
    AttemptPods.ref(lastKnown, attempts.store())
        .filter(ref -> attempts.gone(ref, AttemptPods.uid(lastKnown)))
        .ifPresent(ref -> publish(Sighting.of(Sighting.What.GONE, ref, lastKnown)));
  }

  private Optional<Sighting.What> what(Pod pod) {
    return ends.of(pod).isPresent()
        ? Optional.of(Sighting.What.ENDED)
        : PodEnds.startedAt(pod).map(start -> Sighting.What.RUNNING);
  }

  private void publish(Sighting sighting) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(sighting);
    attempts.busy(sighting.ref());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      attempts.idle(sighting.ref());
      attempts.unpublished(sighting.ref());
      LOG.debug("{} is left to the sweep", sighting, exchange.getException());
    }
  }
}
