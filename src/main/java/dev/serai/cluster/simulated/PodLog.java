package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A container's log. It is not kept but computed: a line is there once the container has run long
 * enough to have written it.
 */
final class PodLog {

  private final List<String> lines;
  private final Duration every;
  private final ContainerLifecycle life;

  private PodLog(List<String> lines, Duration every, ContainerLifecycle life) {
    this.lines = lines;
    this.every = every;
    this.life = life;
  }

  /**
   * @param container may be empty if the pod has one only
   * @throws ApiStatusException 400 if there is no such container or nothing of it runs yet
   */
  static PodLog of(Pod pod, ContainerLifecycle life, String container) {
    String name = pod.getMetadata().getName();
    List<Container> all = pod.getSpec().getContainers();
    if (container.isEmpty() && all.size() > 1) {
      throw ApiStatusException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(name, String.join(" ", SimulatedKubelet.names(pod))));
    }
    Container chosen =
        all.stream()
            .filter(c -> container.isEmpty() || c.getName().equals(container))
            .findFirst()
            .orElseThrow(
                () ->
                    ApiStatusException.badRequest(
                        "container %s is not valid for pod %s".formatted(container, name)));
    if (!life.started) {
      throw ApiStatusException.badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(chosen.getName(), name, waitsFor(pod, chosen)));
    }
    SimulatedRun simulation = SimulatedRun.of(pod);
    return new PodLog(simulation.logOf(pod, chosen), simulation.logEvery(), life);
  }

  private static String waitsFor(Pod pod, Container container) {
    String reason =
        pod.getStatus().getContainerStatuses().stream()
            .filter(s -> s.getName().equals(container.getName()))
            .map(ContainerStatus::getState)
            .map(ContainerState::getWaiting)
            .filter(w -> w != null && w.getReason() != null)
            .map(w -> w.getReason())
            .findFirst()
            .orElse("ContainerCreating");
    return switch (reason) {
      case "ErrImagePull" -> "image can't be pulled";
      case "ImagePullBackOff" -> "trying and failing to pull image";
      default -> reason;
    };
  }

  /** How many lines there are by now. */
  int written() {
    if (every.isZero()) {
      return lines.size();
    }
    return (int) Math.min(lines.size(), 1 + life.ranNanos() / every.toNanos());
  }

  boolean ended() {
    return life.ended;
  }

  /** After this many lines, none will follow but by the pod's end. */
  boolean complete(int count) {
    return count >= lines.size();
  }

  String line(int index, boolean timestamps) {
    String line = lines.get(index) + "\n";
    return timestamps ? writtenAt(index) + " " + line : line;
  }

  Instant writtenAt(int index) {
    return life.startedAt.plus(every.multipliedBy(index));
  }

  Duration untilNext(int count) {
    return every.multipliedBy(count).minusNanos(life.ranNanos());
  }

  void onEnd(Runnable action) {
    life.followers.add(action);
  }

  void forget(Runnable action) {
    life.followers.remove(action);
  }
}
