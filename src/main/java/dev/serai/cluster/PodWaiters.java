package dev.serai.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The pending waits for pods; completed on another thread, so that they don't block the watch. */
final class PodWaiters {

  private final Map<String, List<Waiter>> waiters = new ConcurrentHashMap<>();

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

  /**
   * Completes with true when the pod of this name is gone or as the condition says, and with false
   * after the time.
   *
   * @param present the pod as it is now
   */
  CompletableFuture<Boolean> await(
      String name, Optional<Pod> present, Predicate<Pod> condition, Duration atMost) {
    Waiter waiter = new Waiter(condition, new CompletableFuture<>());
    // computed, since an emptied list is forgotten
    waiters.compute(
        name,
        (any, waiting) -> {
          List<Waiter> all = waiting == null ? new CopyOnWriteArrayList<>() : waiting;
          all.add(waiter);
          return all;
        });
    present.ifPresent(waiter::see);
    return waiter
        .reached()
        .completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> forget(name, waiter));
  }

  /** There is a pod, new or changed. */
  void see(Pod pod) {
    of(pod).forEach(waiter -> waiter.see(pod));
  }

  /** There was a pod. */
  void gone(Pod pod) {
    of(pod).forEach(Waiter::done);
  }

  /** Ends all waits, as if their time had expired. */
  void release() {
    waiters
        .values()
        .forEach(waiting -> waiting.forEach(waiter -> waiter.reached().complete(false)));
  }

  private List<Waiter> of(Pod pod) {
    return waiters.getOrDefault(pod.getMetadata().getName(), List.of());
  }

  private void forget(String name, Waiter waiter) {
    waiters.computeIfPresent(
        name,
        (any, waiting) -> {
          waiting.remove(waiter);
          return waiting.isEmpty() ? null : waiting;
        });
  }
}
