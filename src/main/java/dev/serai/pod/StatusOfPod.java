package dev.serai.pod;

import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
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
 * Derives an instance's status from its pod's phase, conditions and containers.
 *
 * <p>The main container decides: when it has terminated, so has the instance, with its exit code,
 * even if a second container is still running or fails. A second container that failed shows as the
 * reason of a Running or Terminated instance. So a final state never changes again.
 */
final class StatusOfPod {

  /** Reasons of a waiting container that are permanent, or mostly so. */
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

  private static final String UNSCHEDULABLE = "Unschedulable";

  /** For these every container waits while all is well. */
  private static final Set<String> UNREMARKABLE = Set.of("ContainerCreating", "PodInitializing");

  /** The exit codes of SIGKILL and SIGTERM, by which containers are stopped. */
  private static final Set<Integer> TOLD_TO_END = Set.of(137, 143);

  private final Pod pod;
  private final PodStatus status;
  private final ContainerStatuses containers;
  private final Instant now;
  private final Duration stuckGrace;

  StatusOfPod(Pod pod, Instant now, Duration stuckGrace) {
    this.pod = pod;
    this.status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    this.containers = new ContainerStatuses(status);
    this.now = now;
    this.stuckGrace = stuckGrace;
  }

  InstanceStatus read(boolean beingDeleted) {
    Optional<FailureAnnotation> mark = FailureAnnotation.of(pod);
    if (mark.isPresent()) {
      return failed(mark.get().reason(), mark.get().message());
    }
    Optional<Instant> deletion = PodTimes.deletionRequested(pod);
    if (deletion.isEmpty() && !beingDeleted) {
      return isFinished() ? end() : onItsWay();
    }
    // an instance that had ended stays as it ended, and is no other for being cleared away
    return isFinished() && deletion.map(this::endedBefore).orElse(true)
        ? end()
        : InstanceStatus.of(InstanceState.TERMINATED, "Deleted", "it was deleted");
  }

  /** Whether a container that waits for this reason only takes its time. */
  static boolean isUnremarkable(String reason) {
    return UNREMARKABLE.contains(reason);
  }

  /** Whether it can't start, and has not been able to for longer than the grace. */
  boolean isStuck() {
    return !isFinished() && stuck().isPresent();
  }

  /** Whether an unfinished start has taken longer than the grace period. */
  boolean isPastGrace() {
    return hasPassedGrace(blockedSince());
  }

  private InstanceStatus onItsWay() {
    return stuck()
        .or(this::pending)
        .orElseGet(() -> isRunning() ? besides(InstanceState.RUNNING) : creating());
  }

  /** Failed, when it can't start; with the reason. */
  private Optional<InstanceStatus> stuck() {
    Optional<PodCondition> unscheduled = unscheduled();
    if (unscheduled.isPresent()) {
      return unscheduled
          .filter(condition -> UNSCHEDULABLE.equals(condition.getReason()))
          .filter(
              condition ->
                  hasPassedGrace(Timestamps.parse(condition.getLastTransitionTime()).orElse(now)))
          .map(condition -> failed(UNSCHEDULABLE, text(condition.getMessage())));
    }
    return containers
        .waiting()
        .filter(waiting -> BLOCKING.contains(waiting.reason()))
        .findFirst()
        .filter(waiting -> waiting.reason().equals(HOPELESS) || hasPassedGrace(blockedSince()))
        .map(waiting -> failed(waiting.reason(), waiting.message()));
  }

  private Optional<InstanceStatus> pending() {
    Optional<PodCondition> unscheduled = unscheduled();
    if (unscheduled.isPresent()) {
      return unscheduled.map(
          condition ->
              InstanceStatus.of(
                  InstanceState.PENDING,
                  text(condition.getReason()),
                  text(condition.getMessage())));
    }
    return isScheduled() ? Optional.empty() : Optional.of(InstanceStatus.of(InstanceState.PENDING));
  }

  private InstanceStatus creating() {
    return containers
        .waiting()
        .filter(waiting -> !UNREMARKABLE.contains(waiting.reason()))
        .findFirst()
        .map(
            waiting ->
                InstanceStatus.of(InstanceState.CREATING, waiting.reason(), waiting.message()))
        .orElseGet(() -> InstanceStatus.of(InstanceState.CREATING));
  }

  /** Whether nothing more happens to the main container. */
  private boolean isFinished() {
    return switch (text(status.getPhase())) {
      case "Succeeded", "Failed" -> true;
      default -> containers.endOfMain().filter(this::staysEnded).isPresent();
    };
  }

  private boolean staysEnded(ContainerTermination end) {
    String policy = pod.getSpec() == null ? "" : text(pod.getSpec().getRestartPolicy());
    return policy.equals("Never") || (policy.equals("OnFailure") && !end.isError());
  }

  private InstanceStatus end() {
    Optional<ContainerTermination> main = containers.endOfMain();
    if (main.isPresent() && !main.get().isError()) {
      return besides(InstanceState.TERMINATED).withExitCode(0);
    }
    if ("Succeeded".equals(status.getPhase())) {
      return InstanceStatus.of(InstanceState.TERMINATED);
    }
    Optional<ContainerTermination> end = main.or(containers::firstError);
    // the pod's own reason, such as Evicted or DeadlineExceeded, explains why its containers ended
    InstanceStatus why =
        "Failed".equals(status.getPhase()) && !text(status.getReason()).isEmpty()
            ? failed(status.getReason(), text(status.getMessage()))
            : end.map(e -> failed(e.reason(), e.message()))
                .orElseGet(() -> failed("Failed", text(status.getMessage())));
    return end.map(e -> why.withExitCode(e.exitCode())).orElse(why);
  }

  /** A good state, with the failure of another container than the main one as its reason. */
  private InstanceStatus besides(InstanceState state) {
    return containers
        .firstErrorBesideMain()
        .map(
            end ->
                InstanceStatus.of(
                    state, end.reason(), "container " + end.container() + ": " + end.message()))
        .orElseGet(() -> InstanceStatus.of(state));
  }

  private boolean isRunning() {
    return switch (text(status.getPhase())) {
      // Unknown: its node can't be reached; as far as is known the program still runs there
      case "Running", "Unknown" -> !text(status.getPodIP()).isEmpty() && containers.isMainActive();
      default -> false;
    };
  }

  private boolean isScheduled() {
    return Set.of("Running", "Unknown").contains(text(status.getPhase()))
        || PodTimes.since(pod, "PodScheduled", "True").isPresent()
        || (pod.getSpec() != null && !text(pod.getSpec().getNodeName()).isEmpty());
  }

  /** Why no node has taken it; empty when one has, or nobody has tried yet. */
  private Optional<PodCondition> unscheduled() {
    return status.getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .findFirst();
  }

  /**
   * A waiting container does not say since when: it is not before the pod was bound to its node,
   * nor before it was last ready.
   */
  private Instant blockedSince() {
    return Stream.of(
            PodTimes.since(pod, "PodScheduled", "True"),
            PodTimes.since(pod, "Ready", "False"),
            Timestamps.parse(status.getStartTime()))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .or(() -> Timestamps.parse(pod.getMetadata().getCreationTimestamp()))
        .orElse(now);
  }

  private boolean hasPassedGrace(Instant since) {
    return !now.isBefore(since.plus(stuckGrace));
  }

  /** Times have whole seconds: within the same second, the exit code shows what came first. */
  private boolean endedBefore(Instant deletionRequested) {
    Instant end = PodTimes.endOfMain(pod).orElse(Instant.MIN);
    boolean wasSignalled =
        containers.endOfMain().filter(e -> TOLD_TO_END.contains(e.exitCode())).isPresent();
    return end.isBefore(deletionRequested) || (end.equals(deletionRequested) && !wasSignalled);
  }

  private static InstanceStatus failed(String reason, String message) {
    return InstanceStatus.of(InstanceState.FAILED, reason, message);
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
