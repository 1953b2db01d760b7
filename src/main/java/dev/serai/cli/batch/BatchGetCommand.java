package dev.serai.cli.batch;

import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import dev.serai.cli.watch.BatchView;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one batch. */
@Command(
    name = "get",
    description = "Shows a batch.",
    footer = {"", "For example: ./serai batch get sweep --owner research"})
final class BatchGetCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(paramLabel = "BATCH", description = "Its id or name.")
  private String batch;

  @Mixin private BatchSelector choice;
  @Mixin private OutputFormat output;

  BatchGetCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchView seen = choice.api(shell).get(batch);
    if (output.isJson()) {
      shell.out().println(seen.data());
    } else {
      print(seen);
    }
    return ExitCode.OK.number();
  }

  private void print(BatchView seen) {
    TextTable table = new TextTable("id", seen.id());
    table.row("name", seen.text("name"));
    table.row("owner", seen.text("owner"));
    table.row("state", seen.state());
    table.row("reason", seen.why());
    table.row("parallelism", seen.text("parallelism"));
    table.row("priority", seen.text("priority"));
    table.row("age", ShortTime.since(seen.text("created_at"), shell.clock().instant()));
    table.row("finished", seen.text("finished_at"));
    table.row("deadline", seen.text("deadline_at"));
    table.row("items", String.valueOf(seen.total()));
    for (String state : BatchView.STATES) {
      table.row("  " + state.replace('_', ' '), String.valueOf(seen.count(state)));
    }
    table.print(shell.out());
  }
}
