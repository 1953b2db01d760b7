package dev.serai.cluster;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch of one cluster's pods: a fabric8 informer, which lists again after any gap of its
 * watch. When the cluster's clients are replaced, a second informer lists and watches on the new
 * ones, and replaces the first once that has delivered what the list contains: no state is missed
 * in between, not even one that a pod had for a moment.
 */
final class ClusterPodWatch implements AutoCloseable {

  /**
   * Receives the changes; each call is about one cluster. The receiver ignores a version older than
   * one it has received.
   */
  interface Receiver {

    void put(Pod pod);

    void remove(Pod pod);

    /** The cluster has exactly these pods. */
    void retain(String cluster, Predicate<Pod> present);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClusterPodWatch.class);
  private static final int PAGE = 500;

  /** After so many checks without a watch, the watch is lost. */
  private static final int LOOKS = 4;

  /**
   * How many checks both informers overlap: time for the first to deliver what the second has
   * listed.
   */
  private static final int LOOKS_OF_BOTH = 3;

  private final Cluster cluster;
  private final Map<String, String> labels;
  private final Receiver receiver;
  private PodInformer source;
  private PodInformer next;
  private int looksOfBoth;
  private boolean started;
  private boolean closed;
  private int looksWithoutWatch;

  ClusterPodWatch(Cluster cluster, Map<String, String> labels, Receiver receiver) {
    this.cluster = Objects.requireNonNull(cluster, "cluster is null");
    this.labels = Map.copyOf(labels);
    this.receiver = Objects.requireNonNull(receiver, "receiver is null");
  }

  /** The name of the cluster. */
  String name() {
    return cluster.name();
  }

  /**
   * Starts to list and watch, in the background; see {@link #isSynced()}. Where there are no
   * credentials yet, that begins when there are.
   */
  void start() {
    cluster.clients().onExchange(this::takeOver);
    synchronized (this) {
      started = true;
      if (cluster.clients().missing().isEmpty()) {
        openFirst();
      }
    }
  }

  private void openFirst() {
    source = open();
    source.deliver(List.of());
  }

  /** Whether everything was listed once and the watch is alive or being renewed. */
  synchronized boolean isSynced() {
    return source != null && source.isSynced();
  }

  /** Whether the watch is connected at this moment. */
  synchronized boolean isWatching() {
    return source != null && source.isWatching();
  }

  /** Whether the watch has been lost for so long that the cached pods may be out of date. */
  boolean isLost() {
    return cluster.isLost();
  }

  /**
   * Polled by one scheduler thread: updates {@link #isLost} and completes a pending replacement of
   * the informer.
   */
  void look() {
    looksWithoutWatch = isWatching() ? 0 : Math.min(LOOKS, looksWithoutWatch + 1);
    cluster.reachable(looksWithoutWatch < LOOKS);
    swapWhenDue();
  }

  /** Whether another informer is about to replace the present one. */
  synchronized boolean isTakenOver() {
    return next != null;
  }

  private synchronized void takeOver() {
    if (closed || !started) {
      return;
    }
    if (source == null) {
      openFirst();
      return;
    }
    if (next != null) {
      next.close();
    }
    next = open();
    looksOfBoth = 0;
    source.recordRemovals();
  }

  private PodInformer open() {
    return PodInformer.open(cluster, labels, PAGE, receiver);
  }

  private void swapWhenDue() {
    PodInformer earlier;
    PodInformer later;
    synchronized (this) {
      if (closed || next == null || !next.isSynced() || ++looksOfBoth < LOOKS_OF_BOTH) {
        return;
      }
      earlier = source;
      later = next;
      source = next;
      next = null;
    }
    List<String> removed = earlier.mute();
    later.deliver(removed);
    receiver.retain(cluster.name(), later::has);
    earlier.close();
    LOG.info("Resumed the watch of pods{} with renewed credentials", ofWhich(cluster));
  }

  static String ofWhich(Cluster cluster) {
    return cluster.name().equals(Cluster.ONLY) ? "" : " of cluster " + cluster.name();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.close();
    }
    if (source != null) {
      source.close();
    }
  }

  /** Marks a pod, in memory alone, with the cluster that it was read from. */
  static Pod tagged(Pod pod, Cluster cluster) {
    if (pod != null) {
      Map<String, String> annotations = pod.getMetadata().getAnnotations();
      if (annotations == null) {
        annotations = new HashMap<>();
        pod.getMetadata().setAnnotations(annotations);
      }
      annotations.put(PodContract.CLUSTER, cluster.name());
    }
    return pod;
  }
}
