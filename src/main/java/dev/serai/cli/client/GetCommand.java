package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one instance. */
@Command(name = "get", description = "Shows an instance.")
final class GetCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(paramLabel = "ID", description = "The instance.")
  private String id;

  @Option(
      names = "--no-events",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Leaves out what the cluster reports about its pod.")
  private boolean events;

  @Mixin private ServerOptions server;
  @Mixin private OutputFormat output;

  GetCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    String path =
        ApiClient.withQuery(
            ApiClient.path("env-instance", id), Map.of("events", events ? "true" : ""));
    JsonNode data = server.client(shell).get(path).data();
    if (output.isJson()) {
      shell.out().println(data);
    } else {
      print(new InstanceData(data));
    }
    return ExitCode.OK.number();
  }

  private void print(InstanceData instance) {
    TextTable table = new TextTable("id", instance.id());
    table.row("environment", instance.env());
    table.row("status", instance.status());
    table.row("reason", instance.why());
    table.row("exit code", instance.text("exit_code"));
    table.row("ip", instance.text("ip"));
    if (instance.isClusterRelevant()) {
      table.row("cluster", instance.where());
    }
    table.row("owner", instance.text("owner"));
    table.row("ttl", instance.text("ttl"));
    table.row("expires", instance.text("expires_at"));
    table.row("labels", labels(instance.data().path("labels")));
    table.row("age", instance.age(shell.clock().instant()));
    table.print(shell.out());
    if (events) {
      shell.out().println();
      printEvents(instance);
    }
  }

  private void printEvents(InstanceData instance) {
    JsonNode rows = instance.data().path("events");
    if (rows.isMissingNode() && instance.isUnreachable()) {
      shell.out().println("Its events can't be read: its cluster can't be reached.");
      return;
    }
    if (rows.isEmpty()) {
      shell.out().println("No events.");
      return;
    }
    TextTable table = new TextTable("AGE", "TYPE", "REASON", "COUNT", "MESSAGE");
    for (JsonNode row : rows) {
      table.row(
          ShortTime.since(row.path("time").asText(), shell.clock().instant()),
          row.path("type").asText(),
          row.path("reason").asText(),
          row.path("count").asText(),
          row.path("message").asText());
    }
    table.print(shell.out());
  }

  private static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
        .collect(Collectors.joining(", "));
  }
}
