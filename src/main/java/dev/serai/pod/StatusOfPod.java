package dev.serai.pod;

import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an instance is, from its pod's phase, conditions and containers.
 *
 * <p>The main container decides: when it has ended the instance has, by its exit code, even if a
 * second container goes on or fails. A second container that failed beside a running one shows as
 * the reason of a Running instance. So a final state never changes again.
 */
final class StatusOfPod {

  /** Reasons for which a container waits that don't go away by themselves, or rarely do. */
  private static final Set<String> BLOCKING =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "PreCreateHookError",
          "PreStartHookError",
          "PostStartHookError",
          "CrashLoopBackOff");

  /** No waiting mends it: the pod would have to be another. */
  private static final String HOPELESS = "InvalidImageName";

  private static final Set<String> UNREMARKABLE = Set.of("ContainerCreating", "PodInitializing");

  /** SIGKILL and SIGTERM: how containers end that are told to. */
  private static final Set<Integer> TOLD_TO_END = Set.of(137, 143);

  private static final int MAX_MESSAGE = 1_000;

  private final Pod pod;
  private final PodStatus status;
  private final Instant now;
  private final Duration stuckGrace;

  StatusOfPod(Pod pod, Instant now, Duration stuckGrace) {
    this.pod = pod;
    this.status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    this.now = now;
    this.stuckGrace = stuckGrace;
  }

  InstanceStatus read(boolean beingDeleted) {
    Optional<FailureMark> mark = FailureMark.of(pod);
    if (mark.isPresent()) {
      return failed(mark.get().reason(), mark.get().message());
    }
    InstanceStatus found = ofContainers();
    Optional<Instant> deletion = PodTimes.deletionAsked(pod);
    if (deletion.isEmpty() && !beingDeleted) {
      return found;
    }
    boolean endedBefore =
        found.state().isFinal()
            && !isStuck()
            && deletion.map(asked -> endedBefore(asked, found)).orElse(true);
    return endedBefore
        ? found
        : InstanceStatus.of(InstanceState.TERMINATED, "Deleted", "it was deleted");
  }

  /** Whether it can't start, and has not been able to for longer than the grace. */
  boolean isStuck() {
    if (isOver()) {
      return false;
    }
    Optional<PodCondition> unscheduled = unscheduled();
    if (unscheduled.isPresent()) {
      return "Unschedulable".equals(unscheduled.get().getReason())
          && PodTimes.hasPassed(
              Times.parse(unscheduled.get().getLastTransitionTime()).orElse(now), stuckGrace, now);
    }
    return blocking()
        .filter(
            waiting ->
                waiting.getReason().equals(HOPELESS)
                    || PodTimes.hasPassed(blockedSince(), stuckGrace, now))
        .isPresent();
  }

  private InstanceStatus ofContainers() {
    if (isOver()) {
      return end();
    }
    if (isStuck()) {
      return unscheduled()
          .map(condition -> failed("Unschedulable", text(condition.getMessage())))
          .orElseGet(() -> failed(blocking().get().getReason(), blockedMessage()));
    }
    Optional<PodCondition> unscheduled = unscheduled();
    if (unscheduled.isPresent()) {
      return InstanceStatus.of(
          InstanceState.PENDING,
          text(unscheduled.get().getReason()),
          text(unscheduled.get().getMessage()));
    }
    if (!isScheduled()) {
      return InstanceStatus.of(InstanceState.PENDING);
    }
    return isRunning() ? running() : creating();
  }

  /** Whether nothing more happens to the main container. */
  private boolean isOver() {
    return switch (text(status.getPhase())) {
      case "Succeeded", "Failed" -> true;
      default -> terminated(PodContract.MAIN_CONTAINER).filter(this::staysEnded).isPresent();
    };
  }

  private boolean staysEnded(ContainerStateTerminated end) {
    String policy = pod.getSpec() == null ? null : pod.getSpec().getRestartPolicy();
    return "Never".equals(policy) || ("OnFailure".equals(policy) && exitCode(end) == 0);
  }

  private InstanceStatus end() {
    Optional<ContainerStateTerminated> main = terminated(PodContract.MAIN_CONTAINER);
    if (main.isPresent() && exitCode(main.get()) == 0) {
      return withFailureOfOthers(InstanceState.TERMINATED).withExitCode(0);
    }
    Optional<ContainerStateTerminated> ended =
        main.or(
            () ->
                containers()
                    .flatMap(container -> terminated(container).stream())
                    .filter(end -> exitCode(end) != 0)
                    .findFirst());
    boolean byThePod = "Failed".equals(status.getPhase()) && !text(status.getReason()).isEmpty();
    if (byThePod) {
      return withExitCode(failed(status.getReason(), text(status.getMessage())), ended);
    }
    if (ended.isPresent()) {
      return withExitCode(failed(reason(ended.get()), message(ended.get())), ended);
    }
    return "Succeeded".equals(status.getPhase())
        ? InstanceStatus.of(InstanceState.TERMINATED)
        : failed("Failed", text(status.getMessage()));
  }

  private InstanceStatus running() {
    return withFailureOfOthers(InstanceState.RUNNING);
  }

  private InstanceStatus withFailureOfOthers(InstanceState state) {
    return containers()
        .filter(container -> !PodContract.MAIN_CONTAINER.equals(container.getName()))
        .flatMap(
            container ->
                terminated(container)
                    .filter(end -> exitCode(end) != 0)
                    .map(
                        end ->
                            InstanceStatus.of(
                                state,
                                reason(end),
                                "container " + container.getName() + ": " + message(end)))
                    .stream())
        .findFirst()
        .orElseGet(() -> InstanceStatus.of(state));
  }

  private InstanceStatus creating() {
    return allContainers()
        .flatMap(container -> waiting(container).stream())
        .filter(waiting -> !text(waiting.getReason()).isEmpty())
        .filter(waiting -> !UNREMARKABLE.contains(waiting.getReason()))
        .findFirst()
        .map(
            waiting ->
                InstanceStatus.of(
                    InstanceState.CREATING, waiting.getReason(), text(waiting.getMessage())))
        .orElseGet(() -> InstanceStatus.of(InstanceState.CREATING));
  }

  private boolean isScheduled() {
    return isTrue("PodScheduled")
        || (pod.getSpec() != null && !text(pod.getSpec().getNodeName()).isEmpty())
        || isRunning();
  }

  private boolean isRunning() {
    return switch (text(status.getPhase())) {
      // Unknown: its node can't be reached; it goes on there for all that is known
      case "Running", "Unknown" ->
          !text(status.getPodIP()).isEmpty()
              && containers()
                  .filter(container -> PodContract.MAIN_CONTAINER.equals(container.getName()))
                  .noneMatch(
                      container ->
                          waiting(container).isPresent() || terminated(container).isPresent());
      default -> false;
    };
  }

  /** Why no node has taken it; empty when one has, or nobody has tried yet. */
  private Optional<PodCondition> unscheduled() {
    return status.getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .findFirst();
  }

  private boolean isTrue(String condition) {
    return status.getConditions().stream()
        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private Optional<ContainerStateWaiting> blocking() {
    return allContainers()
        .flatMap(container -> waiting(container).stream())
        .filter(waiting -> BLOCKING.contains(text(waiting.getReason())))
        .findFirst();
  }

  /** Of {@code ErrImagePull} and {@code ImagePullBackOff}, which alternate, the former explains. */
  private String blockedMessage() {
    return blocking().map(waiting -> text(waiting.getMessage())).orElse("");
  }

  /**
   * A waiting container does not say since when: it is not before the pod was bound to its node,
   * nor before it was last ready.
   */
  private Instant blockedSince() {
    return Stream.of(
            PodTimes.since(pod, "PodScheduled", "True"),
            PodTimes.since(pod, "Ready", "False"),
            Times.parse(status.getStartTime()))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .or(() -> Times.parse(pod.getMetadata().getCreationTimestamp()))
        .orElse(now);
  }

  private boolean endedBefore(Instant deletionAsked, InstanceStatus found) {
    Instant end = PodTimes.endOfMain(pod).orElse(Instant.MIN);
    boolean wasTold =
        found.exitCode().isPresent() && TOLD_TO_END.contains(found.exitCode().getAsInt());
    return end.isBefore(deletionAsked) || (end.equals(deletionAsked) && !wasTold);
  }

  private Optional<ContainerStateTerminated> terminated(String name) {
    return containers()
        .filter(container -> name.equals(container.getName()))
        .flatMap(container -> terminated(container).stream())
        .findFirst();
  }

  private Stream<ContainerStatus> containers() {
    return status.getContainerStatuses().stream();
  }

  private Stream<ContainerStatus> allContainers() {
    return Stream.concat(status.getInitContainerStatuses().stream(), containers());
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerStatus container) {
    return Optional.ofNullable(container.getState()).map(ContainerState::getTerminated);
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus container) {
    return Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
  }

  private static int exitCode(ContainerStateTerminated end) {
    return Objects.requireNonNullElse(end.getExitCode(), 0);
  }

  private static InstanceStatus failed(String reason, String message) {
    return InstanceStatus.of(InstanceState.FAILED, reason, message);
  }

  private static InstanceStatus withExitCode(
      InstanceStatus status, Optional<ContainerStateTerminated> end) {
    return end.map(e -> status.withExitCode(exitCode(e))).orElse(status);
  }

  private static String reason(ContainerStateTerminated end) {
    return text(end.getReason()).isEmpty() ? "Error" : end.getReason();
  }

  private static String message(ContainerStateTerminated end) {
    String code = "exit code " + exitCode(end);
    String why =
        "OOMKilled".equals(end.getReason())
            ? "it ran out of memory"
            : text(end.getMessage()).strip();
    String all = why.isEmpty() ? code : code + ": " + why;
    return all.length() <= MAX_MESSAGE ? all : all.substring(0, MAX_MESSAGE) + "...";
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
