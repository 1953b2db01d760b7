package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The state to wait for, and how long. */
record WaitCondition(String status, Duration timeout) {

  private static final List<String> STATES = List.of("Running", "Terminated");

  WaitCondition {
    Objects.requireNonNull(status, "status is null");
    Objects.requireNonNull(timeout, "timeout is null");
  }

  static WaitCondition of(String status, String timeout) {
    if (!STATES.contains(status)) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--wait may be " + String.join(" or ", STATES) + ", not " + status);
    }
    try {
      return new WaitCondition(status, Ttl.parse("--timeout", timeout).duration());
    } catch (RequestRejectedException e) {
      throw new CommandFailedException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** An instance that has ended will not come to another state. */
  boolean isFinished(InstanceData instance) {
    return instance.isFinal() || instance.status().equals(status);
  }
}
