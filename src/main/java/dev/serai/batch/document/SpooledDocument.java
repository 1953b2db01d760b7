package dev.serai.batch.document;

import dev.serai.batch.document.format.Format;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A document in a private file of its own, which closing deletes. */
public record SpooledDocument(Path file, Format format) implements Closeable {

  public SpooledDocument {
    Objects.requireNonNull(file, "file is null");
    Objects.requireNonNull(format, "format is null");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
