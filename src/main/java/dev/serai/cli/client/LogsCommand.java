package dev.serai.cli.client;

import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints an instance's log, byte for byte, as it comes. */
@Command(name = "logs", description = "Prints the log of an instance.")
final class LogsCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(paramLabel = "ID", description = "The instance.")
  private String id;

  @Option(
      names = {"-f", "--follow"},
      description = "Waits for more until the instance ends.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines.")
  private Integer tail;

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "The container. Default: the main one.")
  private String container;

  @Mixin private ServerOptions server;

  LogsCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("tail", tail == null ? "" : tail.toString());
    query.put("follow", follow ? "true" : "");
    query.put("container", container);
    String path = ApiClient.withQuery(ApiClient.path("env-instance", id, "logs"), query);
    StreamCopy.log(() -> server.client(shell).stream(path), shell);
    return ExitCode.OK.number();
  }
}
