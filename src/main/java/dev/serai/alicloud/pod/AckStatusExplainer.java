package dev.serai.alicloud.pod;

import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import dev.serai.pod.StartupProblem;
import dev.serai.pod.StatusExplainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Explains the status of a pod that can't start, or was reclaimed, by its {@link AckFailure}. */
public final class AckStatusExplainer implements StatusExplainer {

  @Override
  public InstanceStatus explain(Pod pod, InstanceStatus status) {
    if (status.state() == InstanceState.TERMINATED) {
      return status;
    }
    return AckFailure.of(pod)
        .filter(failure -> explains(failure, status.state()))
        .map(
            failure ->
                new InstanceStatus(
                    status.state(),
                    failure.reason(),
                    message(failure, status.message()),
                    status.exitCode()))
        .orElse(status);
  }

  @Override
  public Optional<StartupProblem> problemOf(Pod pod) {
    return AckFailure.of(pod).flatMap(failure -> problem(failure, ""));
  }

  @Override
  public Optional<StartupProblem> problemOf(String reason, String message) {
    return AckFailure.of(reason, message).flatMap(failure -> problem(failure, message));
  }

  /** A spot instance that will be reclaimed has started. */
  private static Optional<StartupProblem> problem(AckFailure failure, String own) {
    return failure == AckFailure.SPOT_TO_BE_RELEASED
        ? Optional.empty()
        : Optional.of(
            new StartupProblem(failure.reason(), message(failure, own), failure.isFull()));
  }

  /** While an instance runs, earlier startup problems are resolved. */
  private static boolean explains(AckFailure failure, InstanceState state) {
    return state != InstanceState.RUNNING || failure == AckFailure.SPOT_TO_BE_RELEASED;
  }

  private static String message(AckFailure failure, String own) {
    String words = failure.sentence() + "; " + failure.advice();
    return own.isEmpty() ? words : words + " (" + own + ")";
  }
}
