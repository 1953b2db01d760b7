package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that was seen of an attempt, and is to be treated.
 *
 * @param pod as it is, or was last known to be
 */
public record PodObservation(What what, AttemptRef ref, Optional<Pod> pod) {

  /** What was seen. */
  public enum What {
    /** Its pod is there, and was not told of. */
    MADE,
    RUNNING,
    /** Its pod has come to an end, or can come to no other. */
    ENDED,
    /** Its pod is gone. */
    GONE,
    /** Its pod is not known here any more; the API server may know better. */
    MISSING,
    /** It goes on, and its batch is being ended. */
    UNWANTED,
    /** A pod whose attempt does not go on. */
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

  /** Whether the attempt is over: its pod is to be deleted, unless it is kept for a while. */
  public boolean isFinished() {
    return isEnd() || what == What.LEFT;
  }

  /** Whether the outcome of the attempt is to be saved. */
  public boolean isEnd() {
    return what == What.ENDED || what == What.GONE || what == What.UNWANTED;
  }

  /** The same pod, seen with other eyes. */
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
