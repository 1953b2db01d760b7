package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Follows an instance by long polls, and prints its changes on standard error. */
final class InstanceFollower {

  private static final Duration POLL = Duration.ofSeconds(30);

  /** The pause between polls of a server that answers at once, or not at all. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ApiClient client;
  private final Shell shell;

  InstanceFollower(ApiClient client, Shell shell) {
    this.client = Objects.requireNonNull(client, "client is null");
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  /**
   * @return the instance in the awaited state, or at its end
   * @throws CommandFailedException when the wait has expired, or the instance is gone
   */
  InstanceData until(InstanceData created, WaitCondition wait) {
    Instant start = shell.clock().instant();
    InstanceData last = created;
    report(last, start);
    while (!wait.isFinished(last)) {
      Instant asked = shell.clock().instant();
      Duration left = wait.timeout().minus(Duration.between(start, asked));
      if (left.isNegative() || left.isZero()) {
        throw new CommandFailedException(
            ExitCode.ERROR,
            "%s is still %s after %s%s"
                .formatted(
                    last.id(),
                    last.status(),
                    ShortTime.of(wait.timeout()),
                    last.why().isEmpty() ? "" : ": " + last.why()));
      }
      InstanceData now = poll(last, wait, left.compareTo(POLL) < 0 ? left : POLL);
      if (!now.status().equals(last.status()) || !now.why().equals(last.why())) {
        report(now, start);
      }
      last = now;
      if (!wait.isFinished(last)) {
        pause(asked);
      }
    }
    if (last.isFinal() && !last.status().equals(wait.status())) {
      shell.err().println(last.id() + " has ended before it was seen " + wait.status());
    }
    return last;
  }

  /**
   * Calls of a server that restarts or is overloaded are retried: only the timeout ends the wait.
   */
  private InstanceData poll(InstanceData last, WaitCondition wait, Duration time) {
    String path =
        ApiClient.withQuery(
            ApiClient.path("env-instance", last.id()),
            Map.of("wait", wait.status(), "timeout", Math.max(1, time.toMillis()) + "ms"));
    try {
      return new InstanceData(client.get(path).data());
    } catch (CommandFailedException e) {
      if (e.exitCode() == ExitCode.UNREACHABLE || e.isTemporary()) {
        return last;
      }
      throw e;
    }
  }

  private void report(InstanceData instance, Instant start) {
    String why = instance.why().isEmpty() ? "" : " (" + instance.why() + ")";
    shell
        .err()
        .println(
            TextTable.printable(
                "%s  %s%s  after %s"
                    .formatted(
                        instance.id(),
                        instance.status(),
                        why,
                        ShortTime.of(Duration.between(start, shell.clock().instant())))));
  }

  private void pause(Instant asked) {
    Duration left = PAUSE.minus(Duration.between(asked, shell.clock().instant()));
    if (left.isNegative()) {
      return;
    }
    try {
      Thread.sleep(left.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(ExitCode.ERROR, "interrupted", e);
    }
  }
}
