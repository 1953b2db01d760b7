package dev.serai.batch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The path of an attempt's whole log in the folder of {@code serai.batch-logs}: {@code <batch
 * id>/<position>-<attempt>.log}.
 *
 * @param folder of all logs
 */
public record KeptLogs(Path folder) {

  // references come from outside, and must not become other paths
  private static final Pattern BATCH = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public KeptLogs {
    Objects.requireNonNull(folder, "folder is null");
  }

  /**
   * The path of the log, whether or not it exists.
   *
   * @throws IllegalArgumentException for a reference that can't be an attempt's
   */
  public Path of(AttemptRef ref) {
    return folder(ref.batch())
        .resolve(number(ref.position()) + "-" + number(ref.number()) + ".log");
  }

  /** The folder of all logs of a batch. */
  public Path folder(String batch) {
    if (!BATCH.matcher(batch).matches()) {
      throw new IllegalArgumentException("not the id of a batch");
    }
    return folder.resolve(batch);
  }

  private static int number(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a number of an attempt: " + number);
    }
    return number;
  }
}
