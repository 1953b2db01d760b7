package dev.serai.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One informer, on one pair of clients, which it holds. It buffers its changes until {@link
 * #deliver}, and delivers nothing after {@link #mute}.
 */
final class PodInformer implements ResourceEventHandler<Pod>, AutoCloseable {

  private enum Delivery {
    BUFFERING,
    DELIVERING,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(PodInformer.class);

  private final Cluster cluster;
  private final ClusterPodWatch.Receiver receiver;
  private final ClientUse use;
  private final SharedIndexInformer<Pod> informer;
  private final Queue<Runnable> kept = new ArrayDeque<>();
  private final List<String> removals = new ArrayList<>();
  private final Set<String> ignored = new HashSet<>();
  private Delivery delivery = Delivery.BUFFERING;
  private boolean recordsRemovals;

  private PodInformer(
      Cluster cluster,
      ClusterPodWatch.Receiver receiver,
      ClientUse use,
      SharedIndexInformer<Pod> informer) {
    this.cluster = cluster;
    this.receiver = receiver;
    this.use = use;
    this.informer = informer;
  }

  /**
   * Begins to list and watch on the present clients of the cluster.
   *
   * @param page how many pods are listed at once
   */
  static PodInformer open(
      Cluster cluster, Map<String, String> labels, int page, ClusterPodWatch.Receiver receiver) {
    ClientUse use = cluster.clients().use();
    SharedIndexInformer<Pod> informer =
        use.streams()
            .pods()
            .inNamespace(cluster.clients().namespace())
            .withLabels(labels)
            .withLimit((long) page)
            .runnableInformer(0);
    PodInformer source = new PodInformer(cluster, receiver, use, informer);
    source.start();
    return source;
  }

  private void start() {
    informer.addEventHandler(this);
    informer.exceptionHandler(
        (started, failure) -> {
          warn("Lost the watch of pods{}; retrying: {}", failure);
          return true;
        });
    var unused =
        informer
            .start()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    warn("The watch of pods{} could not be started: {}", failure);
                  }
                });
  }

  private synchronized void warn(String words, Throwable failure) {
    if (delivery != Delivery.CLOSED) {
      LOG.warn(words, ClusterPodWatch.ofWhich(cluster), failure.toString());
    }
  }

  boolean isSynced() {
    return informer.hasSynced() && informer.isRunning();
  }

  boolean isWatching() {
    return informer.isWatching();
  }

  /** Whether the cluster has this very pod, as far as this informer knows. */
  boolean has(Pod pod) {
    Pod known = informer.getStore().getByKey(Cache.metaNamespaceKeyFunc(pod));
    return known != null && known.getMetadata().getUid().equals(pod.getMetadata().getUid());
  }

  /** Records which pods are deleted from now on, for the informer that replaces this one. */
  synchronized void recordRemovals() {
    recordsRemovals = true;
  }

  /**
   * Delivers the buffered changes, and all later ones.
   *
   * @param gone the uids of pods whose deletion was delivered already
   */
  synchronized void deliver(List<String> gone) {
    ignored.addAll(gone);
    delivery = Delivery.DELIVERING;
    kept.forEach(Runnable::run);
    kept.clear();
    ignored.clear();
  }

  /**
   * Nothing is delivered any more when this returns.
   *
   * @return the uids of the pods that were deleted since {@link #recordRemovals}
   */
  synchronized List<String> mute() {
    delivery = Delivery.CLOSED;
    return List.copyOf(removals);
  }

  /** The clients close when nobody else uses them. */
  @Override
  public void close() {
    mute();
    informer.stop();
    use.close();
  }

  @Override
  public void onAdd(Pod pod) {
    deliver(() -> put(pod));
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    deliver(() -> put(pod));
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    deliver(() -> remove(pod));
  }

  private synchronized void deliver(Runnable news) {
    switch (delivery) {
      case BUFFERING -> kept.add(news);
      case DELIVERING -> news.run();
      case CLOSED -> {}
    }
  }

  private void put(Pod pod) {
    if (!ignored.contains(pod.getMetadata().getUid())) {
      receiver.put(ClusterPodWatch.tagged(pod, cluster));
    }
  }

  private void remove(Pod pod) {
    if (recordsRemovals) {
      removals.add(pod.getMetadata().getUid());
    }
    receiver.remove(ClusterPodWatch.tagged(pod, cluster));
  }
}
