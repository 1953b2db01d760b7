package dev.serai.cli.client;

import dev.serai.cli.CommandFailure;
import dev.serai.cli.ExitCode;
import dev.serai.instance.Refusal;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What to wait for, and how long. */
record Wait(String status, Duration timeout) {

  private static final List<String> STATES = List.of("Running", "Terminated");

  Wait {
    Objects.requireNonNull(status, "status is null");
    Objects.requireNonNull(timeout, "timeout is null");
  }

  static Wait of(String status, String timeout) {
    if (!STATES.contains(status)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--wait may be " + String.join(" or ", STATES) + ", not " + status);
    }
    try {
      return new Wait(status, Ttl.parse("--timeout", timeout).duration());
    } catch (Refusal e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** An instance that has ended will not come to another state. */
  boolean isOver(Instance instance) {
    return instance.isFinal() || instance.status().equals(status);
  }
}
