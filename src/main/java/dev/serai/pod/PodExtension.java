package dev.serai.pod;

import io.fabric8.kubernetes.api.model.Pod;

/** What one kind of cluster adds to the pods that are planned for it. */
@FunctionalInterface
public interface PodExtension {

  /** Sections of a request or an environment have no effect. */
  PodExtension NONE = (pod, plan) -> {};

  /**
   * Alters the pod as the plan's request and environment ask for. The same plan gives the same pod.
   *
   * @throws dev.serai.instance.RequestRejectedException 400 when what they ask for can't be had
   *     together
   */
  void apply(Pod pod, InstancePlan plan);
}
