package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The requests in the dead-letter queue. */
@Command(
    name = "dead",
    description = "Lists, replays or drops queued requests that could not succeed.")
final class DeadCommand {

  private final Shell shell;

  DeadCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Command(name = "list", description = "Lists the requests that could not succeed.")
  int list(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "",
              description = "At most so many.")
          String limit,
      @Mixin ManagementOptions management,
      @Mixin OutputFormat output) {
    String path = ApiClient.withQuery(ApiClient.path("admin", "dead"), Map.of("limit", limit));
    JsonNode rows = management.client(shell).get(path).data();
    if (output.isJson()) {
      shell.out().println(rows);
    } else {
      print(rows);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "replay", description = "Replays requests: puts them back into the queue.")
  int replay(
      @ArgGroup(multiplicity = "1") DeadSelection selection,
      @Mixin ManagementOptions management,
      @Mixin OutputFormat output) {
    return each(selection, management, output, "replayed", DeadCommand::replay);
  }

  @Command(name = "drop", description = "Drops requests for good.")
  int drop(
      @ArgGroup(multiplicity = "1") DeadSelection selection,
      @Mixin ManagementOptions management,
      @Mixin OutputFormat output) {
    return each(selection, management, output, "dropped", DeadCommand::drop);
  }

  private static ApiResult replay(ApiClient client, String id) {
    return client.post(ApiClient.path("admin", "dead", id, "replay"));
  }

  private static ApiResult drop(ApiClient client, String id) {
    return client.delete(ApiClient.path("admin", "dead", id));
  }

  private int each(
      DeadSelection selection,
      ManagementOptions management,
      OutputFormat output,
      String done,
      BiFunction<ApiClient, String, ApiResult> action) {
    ApiClient client = management.client(shell);
    return ForEachId.of(
        selection.ids(),
        shell,
        id -> {
          ApiResult answer = action.apply(client, id);
          String what = selection.all ? "all" : id;
          shell.out().println(output.isJson() ? answer.data().toString() : what + " " + done);
        });
  }

  private void print(JsonNode rows) {
    TextTable table = new TextTable("ID", "AGE", "ATTEMPTS", "CAUSE");
    for (JsonNode row : rows) {
      table.row(
          row.path("id").asText(),
          ShortTime.since(row.path("failedAt").asText(), shell.clock().instant()),
          row.path("attempts").asText(),
          row.path("cause").asText());
    }
    table.print(shell.out());
  }

  /** Either some, by their ids, or all. */
  static final class DeadSelection {

    private static final String EVERY = "*";

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The requests' ids.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    List<String> ids() {
      return all ? List.of(EVERY) : ids;
    }
  }

  /** The option {@code --management}. */
  static final class ManagementOptions {

    @Option(
        names = "--management",
        paramLabel = "URL",
        description =
            "The management port's address. Default: SERAI_MANAGEMENT, else"
                + " http://127.0.0.1:9090.")
    private String management;

    ApiClient client(Shell shell) {
      return ServerOptions.client(
          shell, "--management", management, "SERAI_MANAGEMENT", "http://127.0.0.1:9090");
    }
  }
}
