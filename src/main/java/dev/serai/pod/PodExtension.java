package dev.serai.pod;

import io.fabric8.kubernetes.api.model.Pod;

/** Adds the features of one kind of cluster to the pods that are planned for it. */
@FunctionalInterface
public interface PodExtension {

  /** Sections of a request or an environment have no effect. */
  PodExtension NONE = (pod, plan) -> {};

  /**
   * Alters the pod as the plan's request and environment require. The same plan gives the same pod.
   *
   * @throws dev.serai.instance.RequestRejectedException 400 when their settings contradict each
   *     other
   */
  void apply(Pod pod, InstancePlan plan);
}
