package dev.serai.pod;

import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Explains the status of a failing pod with the knowledge of one kind of cluster. */
@FunctionalInterface
public interface StatusExplainer {

  /** Kubernetes' own words stand. */
  StatusExplainer NONE = (pod, status) -> status;

  /** The same state, with a reason and a message that say more. */
  InstanceStatus explain(Pod pod, InstanceStatus status);

  /** The problem that the pod's own conditions show, if only this kind of cluster has it. */
  default Optional<StartupProblem> problemOf(Pod pod) {
    return Optional.empty();
  }

  /**
   * The problem that an event with this reason and message shows, if only this kind of cluster has
   * it.
   */
  default Optional<StartupProblem> problemOf(String reason, String message) {
    return Optional.empty();
  }
}
