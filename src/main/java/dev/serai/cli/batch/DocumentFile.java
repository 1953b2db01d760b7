package dev.serai.cli.batch;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The document of a batch, in a file.
 *
 * @param temporary whether closing deletes the file
 */
record DocumentFile(Path file, Format format, boolean temporary) implements AutoCloseable {

  static final String STANDARD_INPUT = "-";

  /** In what it is written. */
  enum Format {
    json("application/json"),
    yaml("application/yaml"),
    ndjson("application/x-ndjson");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    String mediaType() {
      return mediaType;
    }

    private static Optional<Format> of(String fileName) {
      String name = fileName.toLowerCase(Locale.ROOT);
      if (name.endsWith(".json")) {
        return Optional.of(json);
      }
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        return Optional.of(yaml);
      }
      return name.endsWith(".ndjson") || name.endsWith(".jsonl")
          ? Optional.of(ndjson)
          : Optional.empty();
    }
  }

  DocumentFile {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(format, "format is null");
  }

  /**
   * The document in a file, or on standard input, which goes into a temporary file: it may be
   * large, and may have to be sent twice.
   *
   * @param given the format, if it is given
   */
  static DocumentFile open(String name, Optional<Format> given, Shell shell) {
    Format format =
        given
            .or(() -> Format.of(name))
            .orElseThrow(
                () ->
                    usage(
                        name.equals(STANDARD_INPUT)
                            ? "say in what it is written: --format json, yaml or ndjson"
                            : "by its name, "
                                + name
                                + " is neither .json, .yaml nor .ndjson; say --format",
                        null));
    if (name.equals(STANDARD_INPUT)) {
      return new DocumentFile(spooled(shell), format, true);
    }
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw usage("there is no file " + name, null);
    }
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw usage(name + " can't be read", null);
    }
    return new DocumentFile(file, format, false);
  }

  private static Path spooled(Shell shell) {
    try {
      // readable by its owner alone: it may hold secrets
      Path spool = Files.createTempFile("serai-submit-", "");
      spool.toFile().deleteOnExit();
      Files.copy(shell.in(), spool, StandardCopyOption.REPLACE_EXISTING);
      return spool;
    } catch (IOException e) {
      throw usage("standard input can't be read: " + e.getMessage(), e);
    }
  }

  private static CommandFailedException usage(String message, IOException cause) {
    return new CommandFailedException(ExitCode.USAGE, message, cause);
  }

  @Override
  public void close() {
    if (temporary) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("the temporary file " + file + " stays", e);
      }
    }
  }
}
