package dev.serai.batch.document;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The items of a document, one after the other. */
interface WrittenItems extends Closeable {

  /** The next one, if there is one. */
  Optional<WrittenItem> next() throws IOException;

  @Override
  default void close() throws IOException {}
}
