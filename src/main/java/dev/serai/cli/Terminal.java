package dev.serai.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of standard error. */
@FunctionalInterface
public interface Terminal {

  /** A file, a pipe, nothing at all. */
  Terminal NONE = OptionalInt::empty;

  /** Its present width; empty when it is not a terminal. */
  OptionalInt columns();

  /**
   * That of this process. Java knows of none when only standard error is one, so a shell is asked.
   */
  static Terminal ofStandardError() {
    return () -> {
      try {
        Process shell =
            new ProcessBuilder("sh", "-c", "test -t 2 && stty size <&2 2>/dev/null")
                .redirectError(Redirect.INHERIT)
                .start();
        shell.getOutputStream().close();
        String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return shell.waitFor() == 0 ? parse(size) : OptionalInt.empty();
      } catch (IOException e) {
        return OptionalInt.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return OptionalInt.empty();
      }
    };
  }

  /** Reads rows and columns; a terminal that does not know its size says 0 0. */
  private static OptionalInt parse(String size) {
    Matcher numbers = Pattern.compile("\\d+ (\\d{1,5})\\s*").matcher(size);
    if (!numbers.matches()) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(numbers.group(1));
    return OptionalInt.of(columns == 0 ? 80 : columns);
  }
}
