package dev.serai.cli.batch;

import dev.serai.cli.Shell;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands for batches. */
public final class BatchCommands {

  @Command(
      name = "batch",
      description = "Lists, follows and controls batches, and reads their results.",
      footer = {
        "",
        "A batch is given by its id, or by its name together with --owner:",
        "  ./serai batch list --state RUNNING",
        "  ./serai batch watch b-0123456789abcdef",
        "  ./serai batch items sweep --owner research --state FAILED",
        "  ./serai batch logs sweep lr-0.1-batch-32 --owner research",
        "  ./serai batch results sweep --owner research --out results.csv"
      })
  private static final class Batch {}

  private BatchCommands() {}

  /** New objects with picocli's annotations, or command lines. */
  public static List<Object> of(Shell shell) {
    Objects.requireNonNull(shell, "shell is null");
    CommandLine batch = new CommandLine(new Batch());
    List.of(
            new BatchListCommand(shell),
            new BatchGetCommand(shell),
            new ItemsCommand(shell),
            new BatchLogsCommand(shell),
            new WatchCommand(shell),
            new ResultsCommand(shell))
        .forEach(batch::addSubcommand);
    ControlCommand.each(shell).forEach(batch::addSubcommand);
    return List.of(new SubmitCommand(shell), batch);
  }
}
