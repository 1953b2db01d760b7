package dev.serai.pod;

import dev.serai.base.Text;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * How a container ended.
 *
 * @param reason the container runtime's word for it
 * @param message begins with the exit code; bounded, since a container may write it itself
 */
record ContainerTermination(String container, int exitCode, String reason, String message) {

  private static final int MAX_MESSAGE = 1_000;

  static Optional<ContainerTermination> of(ContainerStatus status) {
    return Optional.ofNullable(status.getState())
        .map(ContainerState::getTerminated)
        .map(end -> of(status.getName(), end));
  }

  private static ContainerTermination of(String container, ContainerStateTerminated end) {
    int exitCode = Objects.requireNonNullElse(end.getExitCode(), 0);
    String reason = Objects.requireNonNullElse(end.getReason(), "");
    return new ContainerTermination(
        container, exitCode, reason.isEmpty() ? "Error" : reason, message(exitCode, reason, end));
  }

  private static String message(int exitCode, String reason, ContainerStateTerminated end) {
    String own = Objects.requireNonNullElse(end.getMessage(), "").strip();
    String why = reason.equals("OOMKilled") ? "it ran out of memory" : own;
    String all = "exit code " + exitCode + (why.isEmpty() ? "" : ": " + why);
    return Text.cut(all, MAX_MESSAGE);
  }

  boolean isError() {
    return exitCode != 0;
  }
}
