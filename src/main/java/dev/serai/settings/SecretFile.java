package dev.serai.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one secret; a line break at its end, which editors add, does not count. */
public final class SecretFile {

  private SecretFile() {}

  public static String read(Path file) throws IOException {
    return Files.readString(file).replaceFirst("\\r?\\n\\z", "");
  }
}
