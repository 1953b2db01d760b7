package dev.serai.batch.document.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A text part by part, the same for all formats. */
public interface Parts extends Closeable {

  /** The kinds of parts. */
  enum Kind {
    OBJECT,
    END_OBJECT,
    LIST,
    END_LIST,
    /** The name of a field, before its value. */
    NAME,
    /** A text, a number, a boolean or null. */
    SCALAR,
    /** Nothing follows. */
    END
  }

  /**
   * Goes to the next part.
   *
   * @throws SyntaxFault after which nothing more can be read
   */
  Kind next() throws SyntaxFault, IOException;

  /** Of the {@link Kind#NAME} that has just been read. */
  String name();

  /** Of the {@link Kind#SCALAR} that has just been read. */
  JsonNode scalar();

  /** Why the part that has just been read must be written in another way. */
  default Optional<String> doubt() {
    return Optional.empty();
  }

  /** Goes past the value that begins with the part that has just been read. */
  default void skip(Kind first) throws SyntaxFault, IOException {
    int depth = first == Kind.OBJECT || first == Kind.LIST ? 1 : 0;
    while (depth > 0) {
      switch (next()) {
        case OBJECT, LIST -> depth++;
        case END_OBJECT, END_LIST -> depth--;
        case NAME, SCALAR -> {}
        case END -> throw new SyntaxFault("ends too early");
      }
    }
  }
}
