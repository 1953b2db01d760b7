package dev.serai.batch.track;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.LogTail;
import dev.serai.pod.BatchAttempt;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodOutcome;
import dev.serai.pod.PodOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the metadata of attempts' pods. */
final class AttemptPods {

  // the id becomes the name of a folder, and any client may write annotations
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private AttemptPods() {}

  /** The attempt of this database that a pod was created for; empty for any other pod. */
  static Optional<AttemptRef> ref(Pod pod, String store) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    if (labels == null
        || annotations == null
        || !labels.containsKey(PodContract.BATCH)
        || !store.equals(labels.get(PodContract.STORE))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(annotations.get(PodContract.ATTEMPT))
          .map(AttemptRef::parse)
          .filter(ref -> ID.matcher(ref.batch()).matches())
          .filter(ref -> name(ref).equals(pod.getMetadata().getName()));
    } catch (IllegalArgumentException e) {
      // labels of another program
      return Optional.empty();
    }
  }

  static String name(AttemptRef ref) {
    return BatchAttempt.podName(ref.batch(), ref.position(), ref.number());
  }

  static String cluster(Pod pod) {
    return pod.getMetadata().getAnnotations().getOrDefault(PodContract.CLUSTER, "");
  }

  /**
   * Whether the pod is to be deleted. A pod whose program still runs or may start is not retained
   * for inspection: its attempt has ended, for example because its batch was cancelled.
   */
  static boolean isLeft(Pod pod, PodRetention keep) {
    return keep == PodRetention.DELETE
        || (keep == PodRetention.KEPT_IF_STOPPED && !PodOutcomes.hasStopped(pod));
  }

  /** A pod with only the fields that its deletion needs. */
  static Pod bare(Created pod) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(pod.pod())
        .withUid(pod.uid())
        .addToAnnotations(PodContract.CLUSTER, pod.cluster())
        .endMetadata()
        .build();
  }

  static String uid(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getUid(), "");
  }

  static AttemptOutcome end(PodOutcome end, String node, LogTail log) {
    return new AttemptOutcome(
        kind(end.through()), end.reason(), end.message(), end.exitCode(), node, end.at(), log);
  }

  static String node(Optional<Pod> pod) {
    return pod.map(PodOutcomes::node).orElse("");
  }

  private static AttemptOutcome.Kind kind(PodOutcome.Through through) {
    return switch (through) {
      case SUCCESS -> AttemptOutcome.Kind.SUCCEEDED;
      case PROGRAM -> AttemptOutcome.Kind.FAILED;
      case TIME -> AttemptOutcome.Kind.TIMED_OUT;
      case INFRASTRUCTURE -> AttemptOutcome.Kind.INFRASTRUCTURE;
    };
  }
}
