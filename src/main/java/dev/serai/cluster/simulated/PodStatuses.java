package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Writes a pod's status as a scheduler and a kubelet would. */
final class PodStatuses {

  static final String NODE = "simulated-node";
  private static final String NODE_ADDRESS = "10.0.0.1";

  private PodStatuses() {}

  static void pending(Pod pod) {
    PodStatus status = new PodStatus();
    status.setPhase("Pending");
    pod.setStatus(status);
  }

  static void unschedulable(Pod pod, String message, String now) {
    set(pod, condition("PodScheduled", "False", "Unschedulable", message, now));
  }

  static void creating(Pod pod, String now) {
    pod.getSpec().setNodeName(NODE);
    PodStatus status = pod.getStatus();
    status.setStartTime(now);
    status.setHostIP(NODE_ADDRESS);
    set(pod, condition("Initialized", "True", null, null, now));
    ready(pod, "False", "ContainersNotReady", now);
    set(pod, condition("PodScheduled", "True", null, null, now));
    waiting(pod, "ContainerCreating", null);
  }

  static void waiting(Pod pod, String reason, String message) {
    containers(
        pod,
        c ->
            new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build());
  }

  static void running(Pod pod, String address, String now) {
    PodStatus status = pod.getStatus();
    status.setPhase("Running");
    status.setPodIP(address);
    status.setPodIPs(List.of(new PodIP(address)));
    ready(pod, "True", null, now);
    containers(
        pod,
        c -> new ContainerStateBuilder().withNewRunning().withStartedAt(now).endRunning().build());
  }

  /**
   * @param exitCode of the main container; the others end with 0, or with the same if all were
   *     killed
   * @param error the reason of those that end with another code than 0
   */
  static void ended(Pod pod, int exitCode, boolean killed, String error, String now) {
    String main = pod.getSpec().getContainers().get(0).getName();
    PodStatus status = pod.getStatus();
    String startedAt =
        status.getContainerStatuses().stream()
            .map(s -> s.getState().getRunning())
            .filter(Objects::nonNull)
            .map(r -> r.getStartedAt())
            .findFirst()
            .orElse(null);
    status.setPhase(exitCode == 0 ? "Succeeded" : "Failed");
    ready(pod, "False", exitCode == 0 ? "PodCompleted" : "ContainersNotReady", now);
    containers(
        pod,
        c -> {
          int code = killed || c.getName().equals(main) ? exitCode : 0;
          return new ContainerStateBuilder()
              .withNewTerminated()
              .withExitCode(code)
              .withReason(code == 0 ? "Completed" : error)
              .withStartedAt(startedAt)
              .withFinishedAt(now)
              .withContainerID(containerId(pod, c))
              .endTerminated()
              .build();
        });
  }

  static boolean terminal(Pod pod) {
    String phase = pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private static void ready(Pod pod, String value, String reason, String now) {
    String message = null;
    if ("ContainersNotReady".equals(reason)) {
      message =
          "containers with unready status: ["
              + String.join(
                  " ", pod.getSpec().getContainers().stream().map(Container::getName).toList())
              + "]";
    }
    set(pod, condition("Ready", value, reason, message, now));
    set(pod, condition("ContainersReady", value, reason, message, now));
  }

  private static PodCondition condition(
      String type, String status, String reason, String message, String now) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(now)
        .build();
  }

  private static void set(Pod pod, PodCondition condition) {
    List<PodCondition> conditions = new ArrayList<>(pod.getStatus().getConditions());
    conditions.removeIf(c -> c.getType().equals(condition.getType()));
    conditions.add(condition);
    pod.getStatus().setConditions(conditions);
  }

  private static void containers(Pod pod, Function<Container, ContainerState> state) {
    List<ContainerStatus> statuses = new ArrayList<>();
    for (Container container : pod.getSpec().getContainers()) {
      ContainerState now = state.apply(container);
      boolean running = now.getRunning() != null;
      boolean waiting = now.getWaiting() != null;
      statuses.add(
          new ContainerStatusBuilder()
              .withName(container.getName())
              .withImage(container.getImage())
              .withImageID("")
              .withContainerID(waiting ? null : containerId(pod, container))
              .withReady(running)
              .withStarted(running)
              .withRestartCount(0)
              .withState(now)
              .build());
    }
    pod.getStatus().setContainerStatuses(statuses);
  }

  private static String containerId(Pod pod, Container container) {
    return "simulated://" + pod.getMetadata().getUid() + "-" + container.getName();
  }
}
