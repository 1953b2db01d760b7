package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import dev.serai.cli.client.ApiClient;
import dev.serai.cli.client.ApiResponse;
import dev.serai.cli.client.ServerOptions;
import dev.serai.cli.watch.BatchView;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a batch, and follows it if asked to. */
@Command(
    name = "submit",
    description = "Submits a batch: a document of items, each of which runs to its end as a pod.",
    footer = {
      "",
      "The same document again, by its name or idempotency key, is the same batch. For example:",
      "  ./serai submit samples/batches/rl-rollouts.yaml --watch",
      "  generate-items | ./serai submit - --format ndjson"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted; with --watch: all items succeeded",
      "1:with --watch: some did not succeed, or something went wrong",
      "2:not accepted, or the command line is wrong",
      "5:the server can't be reached",
      "130:ended by Ctrl-C; an accepted batch keeps running"
    })
final class SubmitCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "The document; - = standard input.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json, yaml or ndjson. Default: by the file's name.")
  private DocumentFile.Format format;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "A repeat with the same key is the first batch.")
  private String key;

  @Option(
      names = {"-w", "--watch"},
      description = "Follows it to its end. Ctrl-C leaves the batch running.")
  private boolean watch;

  @Mixin private ServerOptions server;
  @Mixin private OutputFormat output;

  SubmitCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = new BatchApi(server.client(shell), "");
    ApiResponse reply;
    try (DocumentFile document = DocumentFile.open(file, Optional.ofNullable(format), shell)) {
      reply = send(document, api.client());
    }
    if (!reply.isSuccess()) {
      return refused(reply, api).number();
    }
    BatchView batch = new BatchView(reply.data());
    if (batch.data().path("repeated").asBoolean()) {
      shell.err().println("The same batch as before.");
    }
    String resumeCommand = "./serai batch watch" + server.repeated();
    if (watch) {
      shell.err().println(TextTable.printable(batch.called() + ": " + items(batch)));
      return new BatchFollower(api, shell, Optional.of(resumeCommand))
          .exitCode(batch, output.isJson())
          .number();
    }
    if (output.isJson()) {
      shell.out().println(batch.data());
    } else {
      print(batch);
      if (!batch.isFinal()) {
        shell.err().println("Follow it: " + resumeCommand + " " + batch.id());
      }
    }
    return ExitCode.OK.number();
  }

  private ApiResponse send(DocumentFile document, ApiClient client) {
    try {
      return client.send(
          ApiClient.path("batches"),
          document.file(),
          document.format().mediaType(),
          Optional.ofNullable(key).orElseGet(() -> UUID.randomUUID().toString()));
    } catch (CommandFailedException e) {
      throw e.exitCode() == ExitCode.UNREACHABLE
          ? e
          : new CommandFailedException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** Every fault on a separate line, with its place. */
  private ExitCode refused(ApiResponse reply, BatchApi api) {
    if (BatchApi.isOfAnOlderServer(reply.message())) {
      throw new CommandFailedException(ExitCode.USAGE, api.olderServer().getMessage());
    }
    JsonNode faults = reply.data().path("faults");
    long more = reply.data().path("more").asLong();
    long all = faults.size() + more;
    // the message for several faults repeats the first one, which is printed below
    String why = all > 1 ? all + " faults" : TextTable.printable(reply.message());
    shell.err().println("serai: not accepted: " + why);
    if (output.isJson()) {
      shell.out().println(reply.data());
      return ExitCode.USAGE;
    }
    if (all == 1) {
      return ExitCode.USAGE;
    }
    for (JsonNode fault : faults) {
      String path = fault.path("path").asText();
      String where = path.isEmpty() ? "" : path + ": ";
      shell.err().println("  " + TextTable.printable(where + fault.path("message").asText()));
    }
    if (more > 0) {
      shell.err().println("  and " + more + " more");
    }
    return ExitCode.USAGE;
  }

  private void print(BatchView batch) {
    TextTable table = new TextTable("ID", "NAME", "STATE", "ITEMS");
    table.row(batch.id(), batch.text("name"), batch.state(), String.valueOf(batch.total()));
    table.print(shell.out());
  }

  private static String items(BatchView batch) {
    return batch.total() + (batch.total() == 1 ? " item" : " items");
  }
}
