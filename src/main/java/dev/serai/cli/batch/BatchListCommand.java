package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import dev.serai.cli.watch.BatchView;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists batches, newest first. */
@Command(
    name = "list",
    description = "Lists batches, newest first.",
    footer = {"", "For example: ./serai batch list --owner research --state FAILED --limit 20"})
final class BatchListCommand implements Callable<Integer> {

  private final Shell shell;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "",
      description = "Only RUNNING, PAUSED, CANCELLING, SUCCEEDED, FAILED or CANCELLED ones.")
  private String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Long.MAX_VALUE,
      showDefaultValue = Visibility.NEVER,
      description = "At most so many. Default: all.")
  private long limit;

  @Mixin private BatchSelector choice;
  @Mixin private OutputFormat output;

  BatchListCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    String wanted = state.toUpperCase(Locale.ROOT);
    if (output.isJson()) {
      JsonRows rows = new JsonRows(shell.out());
      api.batches(wanted, limit, rows::add);
      rows.end();
      return ExitCode.OK.number();
    }
    TextTable table =
        new TextTable("ID", "NAME", "OWNER", "STATE", "DONE", "RUNNING", "FAILED", "AGE", "REASON");
    api.batches(wanted, limit, row -> add(row, table));
    table.print(shell.out());
    return ExitCode.OK.number();
  }

  private void add(JsonNode row, TextTable table) {
    BatchView batch = new BatchView(row);
    table.row(
        batch.id(),
        batch.text("name"),
        batch.text("owner"),
        batch.state(),
        batch.done() + "/" + batch.total(),
        String.valueOf(batch.count("running")),
        String.valueOf(batch.failed()),
        ShortTime.since(batch.text("created_at"), shell.clock().instant()),
        batch.text("reason"));
  }
}
