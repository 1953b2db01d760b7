package dev.serai.cli.batch;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.client.ApiClient;
import dev.serai.cli.client.StreamCopy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the results of a batch. */
@Command(
    name = "results",
    description = "Reads the results of a batch's items, as JSON, NDJSON or CSV.",
    footer = {
      "",
      "For example:",
      "  ./serai batch results sweep --owner research --format csv",
      "  ./serai batch results b-0123456789abcdef --logs --out results.ndjson"
    })
final class ResultsCommand implements Callable<Integer> {

  private enum Format {
    json("application/json"),
    ndjson("application/x-ndjson"),
    csv("text/csv");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  private final Shell shell;

  @Parameters(paramLabel = "BATCH", description = "Its id or name.")
  private String batch;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json, ndjson or csv. Default: by the ending of --out, else json.")
  private Format format;

  @Option(names = "--logs", description = "With the kept part of each item's log.")
  private boolean logs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Writes into this file, which appears when it is complete. Default: standard output.")
  private Path file;

  @Mixin private BatchSelector choice;

  ResultsCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    Format wanted = wanted();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("format", wanted.name());
    query.put("logs", logs ? "true" : "");
    String path = ApiClient.withQuery(ApiClient.path("batches", api.id(batch), "results"), query);
    try (InputStream results = api.client().stream(path, wanted.mediaType)) {
      if (file == null) {
        StreamCopy.toOutput(results, shell);
      } else {
        write(results);
      }
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.ERROR, "the results broke off: the connection was lost", e);
    }
    return ExitCode.OK.number();
  }

  private Format wanted() {
    if (format != null || file == null) {
      return format == null ? Format.json : format;
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Format.csv;
    }
    return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? Format.ndjson : Format.json;
  }

  /** Under another name first, beside it, so that it can be renamed. */
  private void write(InputStream results) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling("." + whole.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (var out = opened(part)) {
        results.transferTo(out);
      }
      renamed(part, whole);
    } finally {
      Files.deleteIfExists(part);
    }
    shell.err().println("Written to " + file);
  }

  private java.io.OutputStream opened(Path part) {
    try {
      return Files.newOutputStream(part);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private void renamed(Path part, Path whole) {
    try {
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private CommandFailedException notWritten(IOException e) {
    return new CommandFailedException(
        ExitCode.USAGE, file + " can't be written: " + e.getMessage(), e);
  }
}
