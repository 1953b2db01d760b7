package dev.serai.pod;

import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** What one kind of cluster knows to say about a pod that is not well. */
@FunctionalInterface
public interface StatusExplainer {

  /** Kubernetes' own words stand. */
  StatusExplainer NONE = (pod, status) -> status;

  /** The same state, with a reason and a message that say more. */
  InstanceStatus explain(Pod pod, InstanceStatus status);

  /** What the pod's own conditions say that keeps it from starting, if only this kind knows it. */
  default Optional<StartupProblem> problemOf(Pod pod) {
    return Optional.empty();
  }

  /** What an event with this reason and message says, if only this kind knows it. */
  default Optional<StartupProblem> problemOf(String reason, String message) {
    return Optional.empty();
  }
}
