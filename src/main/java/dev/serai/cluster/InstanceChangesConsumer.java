package dev.serai.cluster;

import dev.serai.base.DaemonThreads;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceState;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pod events into lists of state changes. It works on one thread, so that an instance's
 * changes keep their order; all of its state belongs to that thread.
 *
 * <p>Changes that happen close together are published together: a broker transaction for each
 * change took a third of the processor time of an instance.
 */
final class InstanceChangesConsumer extends DefaultConsumer implements PodListener {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceChangesConsumer.class);

  // a state may change by the passing of time alone: an instance that can't start fails after a
  // grace period
  private static final long RESYNC_SECONDS = 5;

  private static final long GATHER_MILLIS = 25;

  /** The longer wait after a long list, so that a flood of changes takes fewer transactions. */
  private static final long GATHER_MANY_MILLIS = 100;

  private static final int MANY = 4;
  private static final int TOGETHER = 200;

  private final PodCache cache;
  private final InstanceView view;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, InstanceState> reported = new HashMap<>();
  private final Queue<News> news = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private volatile boolean many;
  private final List<InstanceChange> changes = new ArrayList<>();
  private ScheduledExecutorService worker;

  /**
   * A change of a pod.
   *
   * @param gone whether the pod was deleted
   */
  private record News(Pod pod, boolean gone) {}

  InstanceChangesConsumer(
      InstancesEndpoint endpoint, Processor processor, PodCache cache, InstanceView view) {
    super(endpoint, processor);
    this.cache = cache;
    this.view = view;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    // Camel's own executors refuse work when their queue is full, and a change must not be lost
    worker = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("instance-changes"));
    news.clear();
    changes.clear();
    gathering.set(false);
    cache.addListener(this);
    var unused =
        worker.scheduleWithFixedDelay(
            this::resync, RESYNC_SECONDS, RESYNC_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    cache.removeListener(this);
    worker.shutdownNow();
    reported.clear();
    super.doStop();
  }

  @Override
  public void onPod(Pod pod) {
    enqueue(new News(pod, false));
  }

  @Override
  public void onGone(Pod lastKnown) {
    enqueue(new News(lastKnown, true));
  }

  private void enqueue(News received) {
    news.add(received);
    if (gathering.compareAndSet(false, true)) {
      try {
        long millis = many ? GATHER_MANY_MILLIS : GATHER_MILLIS;
        var unused = worker.schedule(this::publishChanges, millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // stopped since the cache began the replay: the next listener gets every pod
        LOG.debug("No change is published after the stop");
      }
    }
  }

  private void publishChanges() {
    gathering.set(false);
    int count = 0;
    for (News received = news.poll(); received != null; received = news.poll()) {
      count++;
      look(received);
      if (changes.size() >= TOGETHER) {
        deliver();
      }
    }
    many = count >= MANY;
    deliver();
  }

  /**
   * Queued behind the changes that are not published yet: a later state must not be published
   * before them.
   */
  void resync() {
    cache.replay(this);
  }

  /** One pod that can't be read must not keep the others from being published. */
  private void look(News received) {
    try {
      if (received.gone()) {
        gone(received.pod());
      } else {
        see(received.pod());
      }
    } catch (RuntimeException e) {
      LOG.error("Cannot read the state of pod {}", received.pod().getMetadata().getName(), e);
    }
  }

  private void see(Pod pod) {
    InstanceState before = reported.get(pod.getMetadata().getUid());
    // the final state that was published first stays: a failed instance that is deleted has still
    // failed
    if (before != null && (before.isFinal() || before == view.state(pod))) {
      return;
    }
    EnvInstance instance = view.of(pod);
    reported.put(instance.uid(), instance.status().state());
    changes.add(new InstanceChange(instance, clock.instant()));
  }

  private void gone(Pod pod) {
    EnvInstance last = view.of(pod);
    InstanceState before = reported.remove(last.uid());
    if (before == null || !before.isFinal()) {
      changes.add(
          new InstanceChange(
              last.status().state().isFinal() ? last : InstanceView.deleted(last),
              clock.instant()));
    }
  }

  private void deliver() {
    if (changes.isEmpty()) {
      return;
    }
    List<InstanceChange> together = List.copyOf(changes);
    changes.clear();
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(together);
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() == null) {
      return;
    }
    // not published: the next resync publishes them
    together.forEach(change -> reported.remove(change.instance().uid()));
    if (getEndpoint().getCamelContext().isStopping()) {
      // not published: the next start, or the next leader, publishes the state of every instance
      LOG.debug("Left {} changes of instances to be published later", together.size());
      return;
    }
    getExceptionHandler()
        .handleException("Cannot publish changes of state", exchange, exchange.getException());
  }
}
