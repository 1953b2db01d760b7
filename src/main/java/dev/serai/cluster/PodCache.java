package dev.serai.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pods of ours, by name, as a watch tells them: the truth about instances at the price of a
 * map. A fabric8 informer feeds it, which lists anew after any gap.
 */
public final class PodCache implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodCache.class);
  private static final int PAGE = 500;

  private final ConcurrentSkipListMap<String, Pod> pods = new ConcurrentSkipListMap<>();
  private final Set<String> deleting = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Waiter>> waiters = new ConcurrentHashMap<>();
  private final List<PodListener> listeners = new CopyOnWriteArrayList<>();
  private final Object delivery = new Object();
  private final SharedIndexInformer<Pod> informer;

  /**
   * @param labels the labels that make a pod ours
   */
  public PodCache(ClusterClients clients, Map<String, String> labels) {
    Objects.requireNonNull(clients, "clients is null");
    this.informer =
        clients
            .streams()
            .pods()
            .inNamespace(clients.namespace())
            .withLabels(labels)
            .withLimit((long) PAGE)
            .runnableInformer(0);
    informer.exceptionHandler(
        (started, failure) -> {
          LOG.warn("The watch of pods broke and will be taken up again: {}", failure.toString());
          return true;
        });
    informer.addEventHandler(new Feed());
  }

  /** Starts to list and watch, in the background; see {@link #isSynced()}. */
  public void start() {
    informer
        .start()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("The watch of pods could not be started: {}", failure.toString());
              }
            });
  }

  /** Whether it has listed everything once and its watch is alive or being renewed. */
  public boolean isSynced() {
    return informer.hasSynced() && informer.isRunning();
  }

  /** Whether the watch is connected at this moment. */
  public boolean isWatching() {
    return informer.isWatching();
  }

  public Optional<Pod> find(String name) {
    return Optional.ofNullable(pods.get(name));
  }

  /** All pods by name, as they are from moment to moment. */
  public NavigableMap<String, Pod> all() {
    return Collections.unmodifiableNavigableMap(pods);
  }

  /**
   * Remembers that this program has asked for the pod's deletion, which the watch has yet to tell.
   */
  public void deletionAsked(String name, String uid) {
    find(name)
        .filter(pod -> pod.getMetadata().getUid().equals(uid))
        .ifPresent(pod -> deleting.add(uid));
  }

  /** Whether the pod is being deleted, or this program has asked for it. */
  public boolean isBeingDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null
        || deleting.contains(pod.getMetadata().getUid());
  }

  /** Adds a listener and tells it every pod there is. */
  public void addListener(PodListener listener) {
    synchronized (delivery) {
      listeners.add(listener);
      pods.values().forEach(listener::onPod);
    }
  }

  public void removeListener(PodListener listener) {
    listeners.remove(listener);
  }

  /**
   * Completes with true when the pod of this name is gone or as the condition says, and with false
   * after the time.
   */
  public CompletableFuture<Boolean> await(String name, Predicate<Pod> condition, Duration atMost) {
    Waiter waiter = new Waiter(condition, new CompletableFuture<>());
    synchronized (delivery) {
      waiters.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>()).add(waiter);
      find(name).ifPresent(waiter::see);
    }
    return waiter
        .reached()
        .completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> forget(name, waiter));
  }

  /** Lets everybody go who waits, as if the time were over. */
  public void releaseWaiting() {
    waiters
        .values()
        .forEach(waiting -> waiting.forEach(waiter -> waiter.reached().complete(false)));
  }

  private void forget(String name, Waiter waiter) {
    waiters.computeIfPresent(
        name,
        (any, waiting) -> {
          waiting.remove(waiter);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  @Override
  public void close() {
    informer.stop();
  }

  private final class Feed implements ResourceEventHandler<Pod> {

    @Override
    public void onAdd(Pod pod) {
      synchronized (delivery) {
        pods.put(pod.getMetadata().getName(), pod);
        listeners.forEach(listener -> listener.onPod(pod));
        waiting(pod).forEach(waiter -> waiter.see(pod));
      }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      if (!before.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
        // deleted and made again during a gap of the watch
        onDelete(before, false);
      }
      onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      synchronized (delivery) {
        pods.remove(pod.getMetadata().getName());
        deleting.remove(pod.getMetadata().getUid());
        listeners.forEach(listener -> listener.onGone(pod));
        waiting(pod).forEach(Waiter::done);
      }
    }

    private List<Waiter> waiting(Pod pod) {
      return waiters.getOrDefault(pod.getMetadata().getName(), List.of());
    }
  }

  /** Somebody who waits for a pod; told on another thread, so that the watch is not held up. */
  private record Waiter(Predicate<Pod> condition, CompletableFuture<Boolean> reached) {

    void see(Pod pod) {
      if (condition.test(pod)) {
        done();
      }
    }

    void done() {
      var unused = reached.completeAsync(() -> true);
    }
  }
}
