package dev.serai.cli.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists instances, page by page. */
@Command(name = "list", description = "Lists instances.")
final class ListCommand implements Callable<Integer> {

  private static final int PAGE = 500;
  private static final int COLUMN_OF_CLUSTER = 3;

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "ENV[@VERSION]",
      defaultValue = "*",
      description = "Only instances of this environment.")
  private String env;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      defaultValue = "",
      description = "Only Pending, Creating, Running, Failed or Terminated ones.")
  private String status;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many on a page.")
  private Integer limit;

  @Option(
      names = "--continue",
      paramLabel = "TOKEN",
      defaultValue = "",
      description = "Starts where the page before ended.")
  private String start;

  @Option(names = "--all", description = "Shows all pages.")
  private boolean all;

  @Mixin private ServerOptions server;
  @Mixin private OutputFormat output;

  ListCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    ApiClient client = server.client(shell);
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    Optional<String> next = Optional.of(start);
    do {
      ApiResult page = client.get(page(next.orElseThrow()));
      page.data().forEach(rows::add);
      next = page.next();
    } while (all && next.isPresent());
    if (output.isJson()) {
      shell.out().println(rows);
    } else {
      print(rows);
    }
    next.ifPresent(
        token -> shell.err().println("There are more: --continue " + token + ", or --all."));
    return ExitCode.OK.number();
  }

  private String page(String from) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("status", status);
    query.put("limit", limit != null ? limit.toString() : all ? Integer.toString(PAGE) : "");
    query.put("continue", from);
    return ApiClient.withQuery(ApiClient.path("env-instance", env, "list"), query);
  }

  private void print(ArrayNode rows) {
    List<InstanceData> instances = new ArrayList<>();
    rows.forEach(row -> instances.add(new InstanceData(row)));
    boolean where = instances.stream().anyMatch(InstanceData::isClusterRelevant);
    List<String> titles =
        new ArrayList<>(List.of("ID", "ENVIRONMENT", "STATUS", "IP", "OWNER", "AGE", "REASON"));
    if (where) {
      titles.add(COLUMN_OF_CLUSTER, "CLUSTER");
    }
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (InstanceData instance : instances) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  instance.id(),
                  instance.env(),
                  instance.status(),
                  instance.text("ip"),
                  instance.text("owner"),
                  instance.age(shell.clock().instant()),
                  instance.text("status_reason")));
      if (where) {
        cells.add(COLUMN_OF_CLUSTER, instance.where());
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print(shell.out());
  }
}
