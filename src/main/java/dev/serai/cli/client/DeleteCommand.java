package dev.serai.cli.client;

import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes instances. */
@Command(name = "delete", description = "Deletes instances.")
final class DeleteCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The instances.")
  private List<String> ids;

  @Mixin private ServerOptions server;
  @Mixin private OutputFormat output;

  DeleteCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    ApiClient client = server.client(shell);
    return ForEachId.of(
        ids,
        shell,
        id -> {
          ApiResult answer = client.delete(ApiClient.path("env-instance", id));
          shell.out().println(output.isJson() ? answer.data().toString() : id + " deleted");
        });
  }
}
