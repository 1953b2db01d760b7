package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceState;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Turns what happens to pods into changes of state, one after the other on one thread, so that an
 * instance's changes come in their order. All of its state belongs to that thread.
 */
final class InstanceChangesConsumer extends DefaultConsumer implements PodListener {

  // a state may change with the time alone: what can't start is given up after a grace
  private static final long LOOK_AGAIN_SECONDS = 5;

  private final PodCache cache;
  private final InstanceView view;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, InstanceState> told = new HashMap<>();
  private ScheduledExecutorService worker;

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
    worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "instance-changes");
              thread.setDaemon(true);
              return thread;
            });
    cache.addListener(this);
    var unused =
        worker.scheduleWithFixedDelay(
            this::lookAgain, LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    cache.removeListener(this);
    worker.shutdownNow();
    told.clear();
    super.doStop();
  }

  @Override
  public void onPod(Pod pod) {
    worker.execute(() -> see(pod));
  }

  @Override
  public void onGone(Pod lastKnown) {
    worker.execute(() -> gone(lastKnown));
  }

  private void lookAgain() {
    cache.all().values().forEach(this::see);
  }

  private void see(Pod pod) {
    EnvInstance instance = view.of(pod);
    InstanceState before = told.put(instance.uid(), instance.status().state());
    if (before != instance.status().state() && (before == null || !before.isFinal())) {
      tell(instance);
    } else if (before != null && before.isFinal()) {
      // the end that was told first stays: a failed instance that is deleted has still failed
      told.put(instance.uid(), before);
    }
  }

  private void gone(Pod pod) {
    EnvInstance last = view.of(pod);
    InstanceState before = told.remove(last.uid());
    if (before == null || !before.isFinal()) {
      tell(last.status().state().isFinal() ? last : InstanceView.deleted(last));
    }
  }

  private void tell(EnvInstance instance) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(new InstanceChange(instance, clock.instant()));
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      // not told: the next look tells it
      told.remove(instance.uid());
      getExceptionHandler()
          .handleException(
              "A change of state could not be told", exchange, exchange.getException());
    }
  }
}
