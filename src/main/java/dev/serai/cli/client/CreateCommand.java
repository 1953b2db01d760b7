package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Stack;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Creates an instance, and waits for it if asked to. */
@Command(
    name = "create",
    description = "Creates an instance of an environment.",
    footer = {"", "Put -- before the first argument for the instance that starts with a dash."})
final class CreateCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private RequestOptions request;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "A repeat with the same key answers with the first instance.")
  private String key;

  @Option(
      names = "--wait",
      arity = "0..1",
      paramLabel = "STATUS",
      fallbackValue = "Running",
      preprocessor = OnlyAttached.class,
      description =
          "Waits until the instance is Running, or with --wait=Terminated until it has ended.")
  private String awaited;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long to wait, like 90s or 5m. Default: 5m.")
  private String timeout;

  @Mixin private ServerOptions server;
  @Mixin private OutputFormat output;

  CreateCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    Optional<WaitCondition> wait =
        Optional.ofNullable(awaited).map(status -> WaitCondition.of(status, timeout));
    byte[] body = request.body(shell);
    ApiClient client = server.client(shell);
    JsonNode created =
        client
            .post(
                ApiClient.path("env-instance"),
                body,
                Optional.ofNullable(key).orElseGet(() -> UUID.randomUUID().toString()))
            .data();
    if (wait.isEmpty()) {
      print(created);
      return ExitCode.OK.number();
    }
    InstanceData last =
        new InstanceFollower(client, shell).until(new InstanceData(created), wait.get());
    print(last.data());
    if (last.isFailed()) {
      throw new CommandFailedException(ExitCode.FAILED, last.id() + " failed: " + last.why());
    }
    return ExitCode.OK.number();
  }

  private void print(JsonNode data) {
    if (output.isJson()) {
      shell.out().println(data);
      return;
    }
    InstanceData instance = new InstanceData(data);
    TextTable table = new TextTable("ID", "ENVIRONMENT", "STATUS", "IP");
    table.row(instance.id(), instance.env(), instance.status(), instance.text("ip"));
    table.print(shell.out());
  }

  /** Takes a value only after {@code =}: in {@code --wait demo@1.0.0} it is the environment. */
  private static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec spec, ArgSpec arg, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        arg.setValue("Running");
        return true;
      }
      return false;
    }
  }
}
