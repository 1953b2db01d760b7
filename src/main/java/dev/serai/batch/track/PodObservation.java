package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * An observed change of an attempt's pod, which has to be processed.
 *
 * @param pod its current or last known state
 */
public record PodObservation(What what, AttemptRef ref, Optional<Pod> pod) {

  /** What was observed. */
  public enum What {
    /** Its pod exists, and is not recorded. */
    MADE,
    RUNNING,
    /** Its pod has ended, or its outcome is already certain. */
    ENDED,
    /** Its pod was deleted. */
    GONE,
    /** Its pod is not in the cache; the API server has to be asked. */
    MISSING,
    /** The attempt is active, and its batch is being ended. */
    UNWANTED,
    /** The attempt has ended, and its pod exists. */
    LEFT
  }

  public PodObservation {
    Objects.requireNonNull(what, "what is null");
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(pod, "pod is null");
  }

  static PodObservation of(What what, AttemptRef ref, Pod pod) {
    return new PodObservation(what, ref, Optional.of(pod));
  }

  /** Whether the attempt has ended: its pod is to be deleted, unless it is retained. */
  public boolean isFinished() {
    return isEnd() || what == What.LEFT;
  }

  /** Whether the outcome of the attempt is to be saved. */
  public boolean isEnd() {
    return what == What.ENDED || what == What.GONE || what == What.UNWANTED;
  }

  /** The same pod with another change. */
  PodObservation as(What other) {
    return new PodObservation(other, ref, pod);
  }

  public String podName() {
    return AttemptPods.name(ref);
  }

  public String podUid() {
    return pod.map(AttemptPods::uid).orElse("");
  }

  /** The name of the cluster that has the pod. */
  public String cluster() {
    return pod.map(AttemptPods::cluster).orElse("");
  }

  @Override
  public String toString() {
    return "PodObservation[" + what + " " + ref + "]";
  }
}
