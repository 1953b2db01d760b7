package dev.serai.cli.batch;

import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.watch.BatchView;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a batch to its end. */
@Command(
    name = "watch",
    description = "Follows a batch to its end. Ctrl-C leaves it running.",
    footer = {"", "For example: ./serai batch watch sweep --owner research"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all items succeeded",
      "1:some did not, or something went wrong",
      "2:the command line is wrong",
      "3:there is no such batch",
      "5:the server can't be reached",
      "130:ended by Ctrl-C; the batch keeps running"
    })
final class WatchCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(paramLabel = "BATCH", description = "Its id or name.")
  private String batch;

  @Mixin private BatchSelector choice;
  @Mixin private OutputFormat output;

  WatchCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    BatchView seen = api.get(batch);
    return new BatchFollower(api, shell, Optional.of(choice.resumeCommand()))
        .exitCode(seen, output.isJson())
        .number();
  }
}
