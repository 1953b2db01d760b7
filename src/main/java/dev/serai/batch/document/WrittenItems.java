package dev.serai.batch.document;

import dev.serai.batch.document.format.SyntaxFault;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The items of a document, one after the other. */
interface WrittenItems extends Closeable {

  /** The next one, if there is one. */
  Optional<WrittenItem> next() throws SyntaxFault, IOException;

  @Override
  default void close() throws IOException {}
}
