package dev.serai.environment;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Why a file, or its latest version, is not in use.
 *
 * @param line counted from 1; 0 for the file as a whole
 */
public record FileProblem(Path file, int line, String reason) {

  public FileProblem {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(reason, "reason is null");
  }

  /** In the format of compiler messages, which editors understand. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": " + reason : file + ": " + reason;
  }
}
