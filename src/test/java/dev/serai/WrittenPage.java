package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that a test derives from the code. The test compares the two; with
 * {@code -Dserai.pages.write=true} it writes the file instead, which is how a page is brought up to
 * date.
 */
public final class WrittenPage {

  private static final boolean WRITES = Boolean.getBoolean("serai.pages.write");

  private final Path file;

  public WrittenPage(String file) {
    this.file = Path.of(file);
  }

  /** Compares the file with what it should hold. */
  public void requireEqualTo(String wanted) {
    try {
      if (WRITES) {
        Files.writeString(file, wanted);
      }
      assertThat(Files.readString(file))
          .as("%s is out of date; rewrite it with -Dserai.pages.write=true", file)
          .isEqualTo(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
