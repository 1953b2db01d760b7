package dev.serai.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The times of a pod's events, as far as its status has them; in whole seconds. */
final class PodTimes {

  private PodTimes() {}

  /** The latest of its creation, conditions, containers' starts and ends, mark, and deletion. */
  static Instant updatedAt(Pod pod) {
    Stream<Instant> own =
        Stream.of(
                Timestamps.parse(pod.getMetadata().getCreationTimestamp()),
                deletionRequested(pod),
                FailureAnnotation.of(pod).map(FailureAnnotation::at))
            .flatMap(Optional::stream);
    Stream<Instant> conditions =
        conditions(pod).map(PodCondition::getLastTransitionTime).flatMap(PodTimes::time);
    Stream<Instant> containers = containers(pod).flatMap(PodTimes::startAndEnd);
    return Stream.of(own, conditions, containers)
        .flatMap(times -> times)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** When the deletion was requested: the deletion timestamp is a grace period later. */
  static Optional<Instant> deletionRequested(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    return Timestamps.parse(meta.getDeletionTimestamp())
        .map(
            end ->
                end.minusSeconds(
                    Objects.requireNonNullElse(meta.getDeletionGracePeriodSeconds(), 0L)));
  }

  static Optional<Instant> endOfMain(Pod pod) {
    return containers(pod)
        .filter(container -> PodContract.MAIN_CONTAINER.equals(container.getName()))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .map(ContainerStateTerminated::getFinishedAt)
        .flatMap(PodTimes::time)
        .findFirst();
  }

  /** When the condition last became what it is. */
  static Optional<Instant> since(Pod pod, String condition, String status) {
    return conditions(pod)
        .filter(c -> condition.equals(c.getType()) && status.equals(c.getStatus()))
        .map(PodCondition::getLastTransitionTime)
        .flatMap(PodTimes::time)
        .findFirst();
  }

  private static Stream<PodCondition> conditions(Pod pod) {
    return pod.getStatus() == null ? Stream.of() : pod.getStatus().getConditions().stream();
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return pod.getStatus() == null
        ? Stream.of()
        : Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream());
  }

  private static Stream<Instant> startAndEnd(ContainerStatus container) {
    ContainerState state = container.getState();
    if (state == null) {
      return Stream.of();
    }
    Optional<ContainerStateTerminated> end = Optional.ofNullable(state.getTerminated());
    return Stream.of(
            Optional.ofNullable(state.getRunning()).map(ContainerStateRunning::getStartedAt),
            end.map(ContainerStateTerminated::getStartedAt),
            end.map(ContainerStateTerminated::getFinishedAt))
        .flatMap(Optional::stream)
        .flatMap(PodTimes::time);
  }

  private static Stream<Instant> time(String text) {
    return Timestamps.parse(text).stream();
  }
}
