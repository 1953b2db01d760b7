package dev.serai.cluster;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of one name in two clusters: the creation of an instance was sent to the first cluster, its
 * answer was lost, and the second cluster accepted the instance instead. One of the pods is the
 * instance; the other one is kept here until it is deleted.
 *
 * <p>The pod that was created second has an annotation that says so ({@link
 * PodContract#PASSED_OVER}); the client received that one, so it is the instance. Where neither pod
 * has the annotation, the earlier one is the instance.
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
   * The duplicate that becomes the instance after this pod was deleted. A duplicate that was
   * superseded before any client learned of it is never promoted.
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
