package dev.serai.pod;

import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads from the pods of batches whether they have ended, and what caused that.
 *
 * <p>A kubelet, the scheduler and the controllers give a reason in the pod's own status, such as
 * Evicted, NodeLost, Preempting, OutOfcpu or UnexpectedAdmissionError, and later versions a
 * condition DisruptionTarget; a program's failure shows in its container's status alone.
 */
public final class PodOutcomes {

  private static final String DEADLINE = "DeadlineExceeded";

  /**
   * The reason that a kubelet gives, with exit code 137, for a container that it has lost track of.
   */
  private static final String UNKNOWN = "ContainerStatusUnknown";

  private static final int STOPPED = 143;
  private static final int KILLED = 137;

  private final PodReader reader;
  private final Clock clock;

  public PodOutcomes(PodReader reader, Clock clock) {
    this.reader = Objects.requireNonNull(reader, "reader is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** The end; empty while the pod may still come to another. */
  public Optional<PodOutcome> of(Pod pod) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    ContainerStatuses containers = new ContainerStatuses(status);
    return FailureAnnotation.of(pod)
        .map(mark -> infrastructure(mark.reason(), mark.message(), mark.at()))
        .or(() -> ended(pod, status, containers))
        .or(() -> lost(pod, status))
        .or(() -> expired(pod))
        .or(() -> stuck(pod));
  }

  /** When its main container began to run; empty while it has not. */
  public static Optional<Instant> startedAt(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(container -> PodContract.MAIN_CONTAINER.equals(container.getName()))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .flatMap(PodOutcomes::start)
        .flatMap(text -> Timestamps.parse(text).stream())
        .findFirst();
  }

  /** Whether its program has run and does no more. */
  public static boolean hasStopped(Pod pod) {
    String phase = pod.getStatus() == null ? "" : text(pod.getStatus().getPhase());
    return phase.equals("Succeeded")
        || phase.equals("Failed")
        || PodTimes.endOfMain(pod).isPresent();
  }

  public static String node(Pod pod) {
    return pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName());
  }

  /** The end of a pod that is gone, and had none that anybody has seen. */
  public PodOutcome vanished() {
    return infrastructure("Deleted", "the pod was deleted, and not by this batch", clock.instant());
  }

  private Optional<PodOutcome> ended(Pod pod, PodStatus status, ContainerStatuses containers) {
    Optional<ContainerTermination> main = containers.endOfMain();
    boolean failed = "Failed".equals(status.getPhase());
    if (main.isEmpty() && !failed && !"Succeeded".equals(status.getPhase())) {
      return Optional.empty();
    }
    Instant at = PodTimes.endOfMain(pod).orElseGet(clock::instant);
    OptionalInt code = exitCode(main);
    if (failed && DEADLINE.equals(status.getReason())) {
      return Optional.of(outOfTime(pod, status, containers, code));
    }
    if (failed && !text(status.getReason()).isEmpty()) {
      return Optional.of(
          new PodOutcome(
              PodOutcome.Through.INFRASTRUCTURE,
              status.getReason(),
              text(status.getMessage()),
              code,
              at));
    }
    Optional<PodCondition> disruption = disruption(status);
    if (disruption.isPresent() && main.filter(end -> !end.isError()).isEmpty()) {
      return disruption.map(
          why ->
              new PodOutcome(
                  PodOutcome.Through.INFRASTRUCTURE,
                  text(why.getReason()),
                  text(why.getMessage()),
                  code,
                  at));
    }
    return Optional.of(
        main.map(end -> ofMain(pod, end, at)).orElseGet(() -> withoutMain(status, at)));
  }

  /**
   * A kubelet writes the reason before it stops the containers, which may still be running in this
   * status. A container that never had its image has not used its timeout.
   */
  private PodOutcome outOfTime(
      Pod pod, PodStatus status, ContainerStatuses containers, OptionalInt exitCode) {
    Instant at = endOfTime(pod).orElseGet(clock::instant);
    return containers
        .waiting()
        .filter(waiting -> !StatusOfPod.isUnremarkable(waiting.reason()))
        .findFirst()
        .map(waiting -> infrastructure(waiting.reason(), waiting.message(), at))
        .orElseGet(
            () ->
                new PodOutcome(
                    PodOutcome.Through.TIME, DEADLINE, text(status.getMessage()), exitCode, at));
  }

  private static Optional<Instant> endOfTime(Pod pod) {
    Long seconds = pod.getSpec() == null ? null : pod.getSpec().getActiveDeadlineSeconds();
    return Timestamps.parse(text(pod.getStatus().getStartTime()))
        .filter(start -> seconds != null)
        .map(start -> start.plusSeconds(seconds));
  }

  private PodOutcome ofMain(Pod pod, ContainerTermination end, Instant at) {
    OptionalInt code = OptionalInt.of(end.exitCode());
    if (wasStopped(pod, end, at)) {
      return new PodOutcome(
          PodOutcome.Through.INFRASTRUCTURE, "Deleted", vanished().message(), code, at);
    }
    if (!end.isError()) {
      return new PodOutcome(PodOutcome.Through.SUCCESS, "", "", code, at);
    }
    return new PodOutcome(
        end.reason().equals(UNKNOWN)
            ? PodOutcome.Through.INFRASTRUCTURE
            : PodOutcome.Through.PROGRAM,
        end.reason(),
        end.message(),
        code,
        at);
  }

  /**
   * Whether the main container ended because somebody deleted the pod: it did after that, or in the
   * same second by a signal, since times have whole seconds.
   */
  private static boolean wasStopped(Pod pod, ContainerTermination end, Instant at) {
    boolean bySignal = Set.of(STOPPED, KILLED).contains(end.exitCode());
    return PodTimes.deletionRequested(pod)
        .filter(asked -> at.isAfter(asked) || (at.equals(asked) && bySignal))
        .isPresent();
  }

  /** The main container never ran in a failed pod, or its kubelet reports nothing about it. */
  private PodOutcome withoutMain(PodStatus status, Instant at) {
    if ("Succeeded".equals(status.getPhase())) {
      return new PodOutcome(PodOutcome.Through.SUCCESS, "", "", OptionalInt.empty(), at);
    }
    Optional<ContainerTermination> init =
        status.getInitContainerStatuses().stream()
            .flatMap(container -> ContainerTermination.of(container).stream())
            .filter(ContainerTermination::isError)
            .findFirst();
    return init.map(
            end ->
                new PodOutcome(
                    PodOutcome.Through.PROGRAM,
                    end.reason(),
                    "container " + end.container() + ": " + end.message(),
                    OptionalInt.empty(),
                    at))
        .orElseGet(() -> infrastructure("Failed", text(status.getMessage()), at));
  }

  /** The node is unreachable, and its pods are terminating, which its kubelet does not see. */
  private Optional<PodOutcome> lost(Pod pod, PodStatus status) {
    return Optional.of(status)
        .filter(now -> "NodeLost".equals(now.getReason()))
        .filter(now -> pod.getMetadata().getDeletionTimestamp() != null)
        .map(now -> infrastructure("NodeLost", text(now.getMessage()), clock.instant()));
  }

  private Optional<PodOutcome> expired(Pod pod) {
    return reader.isExpired(pod)
        ? Optional.of(
            new PodOutcome(
                PodOutcome.Through.TIME,
                "Expired",
                "it was older than any instance may become",
                OptionalInt.empty(),
                clock.instant()))
        : Optional.empty();
  }

  private Optional<PodOutcome> stuck(Pod pod) {
    if (!reader.isNewlyStuck(pod)) {
      return Optional.empty();
    }
    InstanceStatus status = reader.status(pod);
    return Optional.of(infrastructure(status.reason(), status.message(), clock.instant()));
  }

  private static PodOutcome infrastructure(String reason, String message, Instant at) {
    return new PodOutcome(
        PodOutcome.Through.INFRASTRUCTURE, reason, message, OptionalInt.empty(), at);
  }

  private static Optional<PodCondition> disruption(PodStatus status) {
    return status.getConditions().stream()
        .filter(c -> "DisruptionTarget".equals(c.getType()) && "True".equals(c.getStatus()))
        .findFirst();
  }

  private static OptionalInt exitCode(Optional<ContainerTermination> main) {
    return main.map(end -> OptionalInt.of(end.exitCode())).orElseGet(OptionalInt::empty);
  }

  private static Stream<String> start(ContainerState state) {
    if (state.getRunning() != null) {
      return Stream.ofNullable(state.getRunning().getStartedAt());
    }
    return Stream.ofNullable(state.getTerminated()).flatMap(PodOutcomes::startOf);
  }

  /**
   * A container that could not be started is reported with a start at the beginning of the epoch.
   */
  private static Stream<String> startOf(ContainerStateTerminated end) {
    return Stream.ofNullable(end.getStartedAt()).filter(text -> !text.startsWith("1970-"));
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
