package dev.serai.cluster;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of one name in two clusters: an instance whose creation was sent to the first, whose answer
 * got lost, and that the second took in its place. One of them is the instance; the other is kept
 * here until it is deleted.
 *
 * <p>The pod that was made in another's place says so itself ({@link PodContract#PASSED_OVER}), and
 * it is the one that the client was told of. Where none says so, the earlier one is the instance.
 *
 * <p>Not thread-safe.
 */
final class DuplicatePods {

  private final Map<String, List<Pod>> byName = new HashMap<>();

  static String cluster(Pod pod) {
    return annotation(pod, PodContract.CLUSTER);
  }

  /** Whether the other one is the instance. */
  boolean isSuperfluous(Pod pod, Pod other) {
    boolean passedOver = passedOver(other).contains(cluster(pod));
    boolean otherPassedOver = passedOver(pod).contains(cluster(other));
    if (passedOver != otherPassedOver) {
      return passedOver;
    }
    return order(pod).compareTo(order(other)) > 0;
  }

  void keep(Pod pod) {
    forget(pod);
    byName.computeIfAbsent(pod.getMetadata().getName(), any -> new ArrayList<>()).add(pod);
  }

  void forget(Pod pod) {
    byName.computeIfPresent(
        pod.getMetadata().getName(),
        (name, pods) -> {
          pods.removeIf(known -> known.getMetadata().getUid().equals(pod.getMetadata().getUid()));
          return pods.isEmpty() ? null : pods;
        });
  }

  /**
   * Another pod of the name, which is the instance now that this one has gone. One that this one
   * was made in place of was never anybody's: it stays superfluous.
   */
  Optional<Pod> successorOf(Pod gone) {
    Optional<Pod> duplicate =
        byName.getOrDefault(gone.getMetadata().getName(), List.of()).stream()
            .filter(pod -> !passedOver(gone).contains(cluster(pod)))
            .findFirst();
    duplicate.ifPresent(this::forget);
    return duplicate;
  }

  boolean isKept(Pod pod) {
    return byName.getOrDefault(pod.getMetadata().getName(), List.of()).stream()
        .anyMatch(kept -> kept.getMetadata().getUid().equals(pod.getMetadata().getUid()));
  }

  List<Pod> all() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  private static List<String> passedOver(Pod pod) {
    return List.of(annotation(pod, PodContract.PASSED_OVER).split(",", -1));
  }

  /** By age, and by uid among those of one second. */
  private static String order(Pod pod) {
    return pod.getMetadata().getCreationTimestamp() + " " + pod.getMetadata().getUid();
  }

  private static String annotation(Pod pod, String key) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(key, "");
  }
}
