package dev.serai.batch.track;

import dev.serai.base.DaemonThreads;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.run.OwnAttempts;
import dev.serai.batch.source.Source;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodListener;
import dev.serai.pod.PodEnds;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoint {@code batches:pods}: what happens to the pods of this replica's attempts, each thing
 * once, one after the other on one thread. Whatever gets lost on the way is found by the sweep.
 */
public final class PodSightings extends DefaultConsumer implements PodListener {

  private static final Logger LOG = LoggerFactory.getLogger(PodSightings.class);

  private final PodCache cache;
  private final PodEnds ends;
  private final OwnAttempts own;
  private final Busy busy;
  private final Map<String, Sighting.What> told = new HashMap<>();
  private ExecutorService worker;

  /** For the component. */
  public static Source source(PodCache cache, PodEnds ends, OwnAttempts own, Busy busy) {
    return (endpoint, processor, pace) ->
        new PodSightings(endpoint, processor, cache, ends, own, busy);
  }

  PodSightings(
      Endpoint endpoint,
      Processor processor,
      PodCache cache,
      PodEnds ends,
      OwnAttempts own,
      Busy busy) {
    super(endpoint, processor);
    this.cache = cache;
    this.ends = ends;
    this.own = own;
    this.busy = busy;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    told.clear();
    worker = Executors.newSingleThreadExecutor(DaemonThreads.named("batches-pods"));
    cache.addListener(this);
  }

  @Override
  protected void doStop() throws Exception {
    cache.removeListener(this);
    worker.shutdownNow();
    super.doStop();
  }

  @Override
  public void onPod(Pod pod) {
    AttemptPods.ref(pod, own.store())
        .filter(own::contains)
        .ifPresent(ref -> later(() -> see(ref, pod)));
  }

  @Override
  public void onGone(Pod lastKnown) {
    AttemptPods.ref(lastKnown, own.store()).ifPresent(ref -> later(() -> gone(ref, lastKnown)));
  }

  private void gone(AttemptRef ref, Pod lastKnown) {
    Sighting.What last = told.remove(AttemptPods.uid(lastKnown));
    // the end of one that has ended is being stored, or is left to the sweep
    if (last != Sighting.What.ENDED && own.goesOn(ref)) {
      tell(Sighting.of(Sighting.What.GONE, ref, lastKnown));
    }
  }

  private void see(AttemptRef ref, Pod pod) {
    if (told.putIfAbsent(AttemptPods.uid(pod), Sighting.What.MADE) == null) {
      own.adopt(ref);
    }
    if (!own.goesOn(ref)) {
      // whatever its pod still does, its end is known
      return;
    }
    Optional<Sighting.What> what =
        ends.of(pod).isPresent()
            ? Optional.of(Sighting.What.ENDED)
            : PodEnds.startedAt(pod).map(start -> Sighting.What.RUNNING);
    what.filter(news -> told.put(AttemptPods.uid(pod), news) != news)
        .ifPresent(news -> tell(Sighting.of(news, ref, pod)));
  }

  private void later(Runnable step) {
    try {
      worker.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("Stopped; the sweep of the next start finds what happens now");
    }
  }

  private void tell(Sighting sighting) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(sighting);
    busy.begin(sighting.ref());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      busy.done(sighting.ref());
      LOG.debug("{} is left to the sweep", sighting, exchange.getException());
    }
  }
}
