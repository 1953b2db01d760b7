package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import dev.serai.cli.watch.SummaryTable;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a batch's items, or shows one of them with its attempts. */
@Command(
    name = "items",
    description = "Lists the items of a batch, or shows one with its attempts.",
    footer = {
      "",
      "For example:",
      "  ./serai batch items sweep --owner research --state FAILED",
      "  ./serai batch items sweep lr-0.1-batch-32 --owner research"
    })
final class ItemsCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "BATCH", description = "Its id or name.")
  private String batch;

  @Parameters(index = "1", arity = "0..1", paramLabel = "ITEM", description = "Only this one.")
  private String item;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "",
      description =
          "Only QUEUED, STARTING, RUNNING, SUCCEEDED, FAILED, TIMED_OUT or CANCELLED ones.")
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

  ItemsCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    if (item != null && !state.isEmpty()) {
      throw new CommandFailedException(ExitCode.USAGE, "give an item or --state, not both");
    }
    String id = api.id(batch);
    if (item != null) {
      show(api.item(id, item));
    } else {
      list(api, id);
    }
    return ExitCode.OK.number();
  }

  private void list(BatchApi api, String id) {
    String wanted = state.toUpperCase(Locale.ROOT);
    if (output.isJson()) {
      JsonRows rows = new JsonRows(shell.out());
      api.items(id, wanted, limit, rows::add);
      rows.end();
      return;
    }
    TextTable table = new TextTable("ITEM", "STATE", "ATTEMPTS", "EXIT", "TIME", "REASON");
    api.items(id, wanted, limit, row -> add(row, table));
    table.print(shell.out());
  }

  private void add(JsonNode row, TextTable table) {
    table.row(
        row.path("id").asText(),
        row.path("state").asText(),
        row.path("attempt").asText(),
        row.path("exit_code").asText(""),
        Elapsed.of(row, "started_at", "finished_at"),
        SummaryTable.why(row));
  }

  private void show(JsonNode seen) {
    if (output.isJson()) {
      shell.out().println(seen);
      return;
    }
    TextTable table = new TextTable("item", seen.path("id").asText());
    table.row("state", seen.path("state").asText());
    table.row("reason", SummaryTable.why(seen));
    table.row("exit code", seen.path("exit_code").asText(""));
    table.row("next attempt", seen.path("not_before").asText(""));
    table.print(shell.out());
    shell.out().println();
    TextTable attempts =
        new TextTable("ATTEMPT", "OUTCOME", "EXIT", "AGE", "TIME", "POD", "NODE", "REASON");
    for (JsonNode attempt : seen.path("attempts")) {
      attempts.row(
          attempt.path("number").asText(),
          attempt.path("outcome").asText(""),
          attempt.path("exit_code").asText(""),
          ShortTime.since(attempt.path("claimed_at").asText(""), shell.clock().instant()),
          Elapsed.of(attempt, "started_at", "ended_at"),
          attempt.path("pod").asText(""),
          attempt.path("node").asText(""),
          SummaryTable.why(attempt));
    }
    attempts.print(shell.out());
  }
}
