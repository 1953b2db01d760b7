package dev.serai.route;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/**
 * An error in a route file, with its location.
 *
 * @param file relative to the folder that was checked
 * @param line counted from 1, as editors do; 0 for the file as a whole
 */
public record Finding(Path file, int line, String message) implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::message);

  public Finding {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(message, "message is null");
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file.toString()) + ": " + message;
  }
}
