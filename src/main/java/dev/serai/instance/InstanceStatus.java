package dev.serai.instance;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How an instance is, and why.
 *
 * @param reason one word, such as {@code ImagePullBackOff}, {@code OOMKilled}, {@code
 *     Unschedulable}; empty while all is well
 * @param message a sentence for people; empty while all is well
 * @param exitCode of the first container that ended with an error, else of the first that ended
 */
public record InstanceStatus(
    InstanceState state, String reason, String message, OptionalInt exitCode) {

  public InstanceStatus {
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(exitCode, "exitCode is null");
  }

  public static InstanceStatus of(InstanceState state) {
    return new InstanceStatus(state, "", "", OptionalInt.empty());
  }

  public static InstanceStatus of(InstanceState state, String reason, String message) {
    return new InstanceStatus(state, reason, message, OptionalInt.empty());
  }

  public InstanceStatus withExitCode(int code) {
    return new InstanceStatus(state, reason, message, OptionalInt.of(code));
  }
}
