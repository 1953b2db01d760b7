package dev.serai.cli.batch;

import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.client.ApiClient;
import dev.serai.cli.client.StreamCopy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the log of an item, byte for byte, as it comes. */
@Command(
    name = "logs",
    description = "Prints the log of an item: that of its pod, or the part that was kept.",
    footer = {
      "",
      "For example: ./serai batch logs sweep lr-0.1-batch-32 --owner research --attempt 1"
    })
final class BatchLogsCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "BATCH", description = "Its id or name.")
  private String batch;

  @Parameters(index = "1", paramLabel = "ITEM", description = "The item's id.")
  private String item;

  @Option(
      names = {"-f", "--follow"},
      description = "Waits for more until the attempt ends.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines.")
  private Integer tail;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Of this attempt. Default: the last.")
  private Integer attempt;

  @Mixin private BatchSelector choice;

  BatchLogsCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("attempt", attempt == null ? "" : attempt.toString());
    query.put("tail", tail == null ? "" : tail.toString());
    query.put("follow", follow ? "true" : "");
    String path =
        ApiClient.withQuery(ApiClient.path("batches", api.id(batch), "items", item, "logs"), query);
    StreamCopy.log(() -> api.client().stream(path, "text/plain"), shell);
    return ExitCode.OK.number();
  }
}
