package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that is generated from the code. A test compares the two; with {@code
 * -Dserai.generated.write=true} it writes the file first, which is how it is brought up to date.
 */
public final class GeneratedFile {

  private static final String WRITE = "serai.generated.write";

  private GeneratedFile() {}

  /** Compares the whole file. */
  public static void requireEqual(Path file, String text) throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s is out of date; rewrite it with -D%s=true", file, WRITE)
        .isEqualTo(text);
  }

  /** Compares what is between two lines of a file. */
  public static void requireEqual(Path file, String begin, String end, String text)
      throws IOException {
    String before = Files.readString(file);
    int from = before.indexOf(begin);
    int to = before.indexOf(end, from);
    assertThat(from >= 0 && to > from).as("%s has %s and %s", file, begin, end).isTrue();
    requireEqual(file, before.substring(0, from + begin.length()) + text + before.substring(to));
  }
}
