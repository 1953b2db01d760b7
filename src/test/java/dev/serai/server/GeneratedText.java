package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is made of the code and kept in a file, so that people can read it. */
public final class GeneratedText {

  private static final String WRITE = "serai.docs.write";

  private GeneratedText() {}

  /** Compares, or writes the file with {@code -Dserai.docs.write=true}. */
  public static void isIn(Path file, String text) throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s; write it anew with -D%s=true", file, WRITE)
        .isEqualTo(text);
  }

  /** The same for what stands between two lines of a file. */
  public static void isBetween(Path file, String begin, String end, String text)
      throws IOException {
    String before = Files.readString(file);
    int from = before.indexOf(begin);
    int to = before.indexOf(end, from);
    assertThat(from >= 0 && to > from).as("%s has %s and %s", file, begin, end).isTrue();
    isIn(file, before.substring(0, from + begin.length()) + text + before.substring(to));
  }
}
