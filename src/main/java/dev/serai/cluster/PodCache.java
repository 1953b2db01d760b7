package dev.serai.cluster;

import dev.serai.base.DaemonThreads;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All pods that Serai manages, in all clusters, by name, kept up to date by watches: the truth
 * about instances at the price of a map.
 */
public final class PodCache implements AutoCloseable {

  private static final long LOOK_MILLIS = 500;

  private final ConcurrentSkipListMap<String, Pod> pods = new ConcurrentSkipListMap<>();
  private final DuplicatePods duplicates = new DuplicatePods();
  private final Set<String> deleting = ConcurrentHashMap.newKeySet();
  private final PodWaiters waiters = new PodWaiters();
  private final List<PodListener> listeners = new CopyOnWriteArrayList<>();
  private final Object delivery = new Object();
  private final Map<String, ClusterPodWatch> feeds = new LinkedHashMap<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("watches"));

  /**
   * @param labels the labels that make a pod ours
   */
  public PodCache(Clusters clusters, Map<String, String> labels) {
    Objects.requireNonNull(clusters, "clusters is null");
    Feed feed = new Feed();
    clusters
        .all()
        .forEach(cluster -> feeds.put(cluster.name(), new ClusterPodWatch(cluster, labels, feed)));
  }

  /** Starts to list and watch, in the background; see {@link #isSynced()}. */
  public void start() {
    feeds.values().forEach(ClusterPodWatch::start);
    var unused =
        looks.scheduleWithFixedDelay(
            () -> feeds.values().forEach(ClusterPodWatch::look),
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Whether everything has been listed once and the watches are alive or being renewed. Of several
   * clusters, those that can't be reached are not waited for.
   */
  public boolean isSynced() {
    boolean any = false;
    for (ClusterPodWatch feed : feeds.values()) {
      boolean synced = feed.isSynced();
      any |= synced;
      if (!synced && !(feeds.size() > 1 && feed.isLost())) {
        return false;
      }
    }
    return any;
  }

  /** Whether the watch of every cluster is connected at this moment. */
  public boolean isWatching() {
    return feeds.values().stream().allMatch(ClusterPodWatch::isWatching);
  }

  /** The clusters whose instances may be out of date, because they are unreachable. */
  public List<String> lost() {
    return feeds.values().stream()
        .filter(ClusterPodWatch::isLost)
        .map(ClusterPodWatch::name)
        .toList();
  }

  /** Whether the cached pods of this cluster are up to date. */
  public boolean isReachable(String cluster) {
    ClusterPodWatch feed = feeds.get(cluster);
    return feed != null && !feed.isLost();
  }

  public Optional<Pod> find(String name) {
    return Optional.ofNullable(pods.get(name));
  }

  /** All pods by name, as they are from moment to moment. */
  public NavigableMap<String, Pod> all() {
    return Collections.unmodifiableNavigableMap(pods);
  }

  /** The pods of one cluster. */
  public Stream<Pod> in(String cluster) {
    return pods.values().stream().filter(pod -> DuplicatePods.cluster(pod).equals(cluster));
  }

  /** Pods that another cluster has the instance of; see {@link DuplicatePods}. */
  public List<Pod> superfluous() {
    synchronized (delivery) {
      return duplicates.all();
    }
  }

  boolean isSuperfluous(Pod pod) {
    synchronized (delivery) {
      return duplicates.isKept(pod);
    }
  }

  /** Remembers that this program has requested the pod's deletion, before the watch delivers it. */
  public void deletionRequested(String name, String uid) {
    // a pod that is deleted at this moment must not be remembered for ever
    synchronized (delivery) {
      find(name)
          .filter(pod -> pod.getMetadata().getUid().equals(uid))
          .ifPresent(pod -> deleting.add(uid));
    }
  }

  /** Whether the pod is terminating, or this program has requested its deletion. */
  public boolean isBeingDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null
        || deleting.contains(pod.getMetadata().getUid());
  }

  /** Adds a listener and delivers every existing pod to it. */
  public void addListener(PodListener listener) {
    synchronized (delivery) {
      listeners.add(listener);
      replay(listener);
    }
  }

  /** Delivers every existing pod to a listener again, in order with the other changes. */
  void replay(PodListener listener) {
    synchronized (delivery) {
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
    synchronized (delivery) {
      return waiters.await(name, find(name), condition, atMost);
    }
  }

  /** Ends all waits, as if their time had expired. */
  public void releaseWaiting() {
    waiters.release();
  }

  @Override
  public void close() {
    looks.shutdownNow();
    feeds.values().forEach(ClusterPodWatch::close);
  }

  private final class Feed implements ClusterPodWatch.Receiver {

    @Override
    public void put(Pod pod) {
      synchronized (delivery) {
        Pod shown = pods.get(pod.getMetadata().getName());
        if (shown != null && isSame(shown, pod) && isOlder(pod, shown)) {
          return;
        }
        if (shown != null && !isSame(shown, pod)) {
          if (!DuplicatePods.cluster(shown).equals(DuplicatePods.cluster(pod))) {
            if (duplicates.isSuperfluous(pod, shown)) {
              duplicates.keep(pod);
              return;
            }
            duplicates.keep(shown);
          } else {
            // deleted and made again during a gap of the watch
            gone(shown);
          }
        }
        show(pod);
      }
    }

    @Override
    public void remove(Pod pod) {
      synchronized (delivery) {
        duplicates.forget(pod);
        Pod shown = pods.get(pod.getMetadata().getName());
        if (shown != null && isSame(shown, pod)) {
          gone(pod);
          duplicates.successorOf(shown).ifPresent(this::show);
        }
      }
    }

    @Override
    public void retain(String cluster, Predicate<Pod> present) {
      synchronized (delivery) {
        Stream.concat(pods.values().stream(), duplicates.all().stream())
            .filter(pod -> DuplicatePods.cluster(pod).equals(cluster))
            .filter(present.negate())
            .toList()
            .forEach(this::remove);
      }
    }

    private void show(Pod pod) {
      pods.put(pod.getMetadata().getName(), pod);
      listeners.forEach(listener -> listener.onPod(pod));
      waiters.see(pod);
    }

    private void gone(Pod pod) {
      pods.remove(pod.getMetadata().getName());
      deleting.remove(pod.getMetadata().getUid());
      listeners.forEach(listener -> listener.onGone(pod));
      waiters.gone(pod);
    }

    /**
     * Compares two versions of the same pod. A watch that replaces another one delivers again what
     * that has delivered; resource versions of one object of one API server only grow.
     */
    private static boolean isOlder(Pod pod, Pod shown) {
      return version(pod) < version(shown);
    }

    private static long version(Pod pod) {
      try {
        return Long.parseLong(pod.getMetadata().getResourceVersion());
      } catch (NumberFormatException e) {
        // an API server with other resource versions: the last delivery counts
        return 0;
      }
    }

    private static boolean isSame(Pod one, Pod other) {
      return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }
  }
}
