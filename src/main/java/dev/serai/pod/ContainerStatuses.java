package dev.serai.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of a pod's status, found by name and state. */
record ContainerStatuses(PodStatus status) {

  /** A container that waits for something, and says what for. */
  record Waiting(String reason, String message) {}

  Optional<ContainerTermination> endOfMain() {
    return main().flatMap(ContainerTermination::of);
  }

  /** Whether the main container is neither waiting nor ended, as far as is known. */
  boolean isMainActive() {
    return main()
        .map(main -> ContainerTermination.of(main).isEmpty() && waiting(main).isEmpty())
        .orElse(true);
  }

  /** The first one with an error, in the order of the pod. */
  Optional<ContainerTermination> firstError() {
    return own()
        .flatMap(container -> ContainerTermination.of(container).stream())
        .filter(ContainerTermination::isError)
        .findFirst();
  }

  Optional<ContainerTermination> firstErrorBesideMain() {
    return own()
        .filter(container -> !isMain(container))
        .flatMap(container -> ContainerTermination.of(container).stream())
        .filter(ContainerTermination::isError)
        .findFirst();
  }

  /** The waiting containers that give a reason, init containers first. */
  Stream<Waiting> waiting() {
    return Stream.concat(status.getInitContainerStatuses().stream(), own())
        .flatMap(container -> waiting(container).stream())
        .map(state -> new Waiting(text(state.getReason()), text(state.getMessage())))
        .filter(waiting -> !waiting.reason().isEmpty());
  }

  private Optional<ContainerStatus> main() {
    return own().filter(ContainerStatuses::isMain).findFirst();
  }

  private Stream<ContainerStatus> own() {
    return status.getContainerStatuses().stream();
  }

  private static boolean isMain(ContainerStatus container) {
    return PodContract.MAIN_CONTAINER.equals(container.getName());
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus container) {
    return Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
