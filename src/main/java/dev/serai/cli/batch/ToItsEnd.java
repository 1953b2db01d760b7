package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailure;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import dev.serai.cli.watch.BatchView;
import dev.serai.cli.watch.ClosingTable;
import dev.serai.cli.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Follows a batch on standard error, and prints on standard output how it ended. */
public final class ToItsEnd {

  private static final List<String> FAILED = List.of("FAILED", "TIMED_OUT");

  private final BatchApi api;
  private final Shell shell;
  private final Optional<String> comeBack;

  /**
   * @param comeBack see {@link Watch}
   */
  public ToItsEnd(BatchApi api, Shell shell, Optional<String> comeBack) {
    this.api = Objects.requireNonNull(api, "api is null");
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.comeBack = Objects.requireNonNull(comeBack, "comeBack is null");
  }

  /** Returns it as it has ended. */
  public BatchView follow(BatchView seen, boolean json) {
    BatchView end = new Watch(api.client(), shell, comeBack).untilEnd(seen);
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
        api.items(end.id(), state, ClosingTable.SHOWN - failed.size(), failed::add);
      }
    } catch (CommandFailure e) {
      // the end itself is known, and worth more than its details
      shell.err().println("serai: the failed items: " + TextTable.printable(e.getMessage()));
    }
    new ClosingTable(end, failed).print(shell.out());
  }
}
