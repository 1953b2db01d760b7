package dev.serai.environment;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Why a file is not in use, or no longer in its latest form.
 *
 * @param line counted from 1; 0 for the file as a whole
 */
public record FileProblem(Path file, int line, String reason) {

  public FileProblem {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(reason, "reason is null");
  }

  /** As compilers write it, so that editors find the place. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": " + reason : file + ": " + reason;
  }
}
