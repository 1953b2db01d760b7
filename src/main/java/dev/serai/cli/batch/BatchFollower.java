package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import dev.serai.cli.watch.BatchView;
import dev.serai.cli.watch.ProgressWatch;
import dev.serai.cli.watch.SummaryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Follows a batch on standard error, and prints on standard output how it ended. */
public final class BatchFollower {

  private static final List<String> FAILED = List.of("FAILED", "TIMED_OUT");

  private final BatchApi api;
  private final Shell shell;
  private final Optional<String> resumeCommand;

  /**
   * @param resumeCommand see {@link ProgressWatch}
   */
  public BatchFollower(BatchApi api, Shell shell, Optional<String> resumeCommand) {
    this.api = Objects.requireNonNull(api, "api is null");
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.resumeCommand = Objects.requireNonNull(resumeCommand, "resumeCommand is null");
  }

  /** Returns it as it has ended. */
  public BatchView follow(BatchView seen, boolean json) {
    BatchView end = new ProgressWatch(api.client(), shell, resumeCommand).untilEnd(seen);
    if (json) {
      shell.out().println(end.data());
    } else {
      close(end);
    }
    return end;
  }

  /** Follows it, and returns {@link ExitCode#OK} when all items have succeeded. */
  ExitCode exitCode(BatchView seen, boolean json) {
    return follow(seen, json).isSucceeded() ? ExitCode.OK : ExitCode.ERROR;
  }

  private void close(BatchView end) {
    List<JsonNode> failed = new ArrayList<>();
    try {
      for (String state : FAILED) {
        api.items(end.id(), state, SummaryTable.SHOWN - failed.size(), failed::add);
      }
    } catch (CommandFailedException e) {
      // the end itself is known, and worth more than its details
      shell.err().println("serai: the failed items: " + TextTable.printable(e.getMessage()));
    }
    new SummaryTable(end, failed).print(shell.out());
  }
}
