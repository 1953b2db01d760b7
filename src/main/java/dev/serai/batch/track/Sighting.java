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
public record Sighting(What what, AttemptRef ref, Optional<Pod> pod) {

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

  public Sighting {
    Objects.requireNonNull(what, "what is null");
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(pod, "pod is null");
  }

  static Sighting of(What what, AttemptRef ref, Pod pod) {
    return new Sighting(what, ref, Optional.of(pod));
  }

  public String podName() {
    return AttemptPods.name(ref);
  }

  @Override
  public String toString() {
    return "Sighting[" + what + " " + ref + "]";
  }
}
