package dev.serai.batch.document.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** Makes the parts of one value into a tree, notes what is wrong on the way, and goes on. */
public final class TreeReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  // about what a node takes besides its text
  private static final int NODE = 16;

  private final Parts parts;
  private final long maxSize;
  private final FaultList faults;
  private long size;
  private boolean whole = true;

  /**
   * @param maxSize of the tree, about, in bytes
   */
  public TreeReader(Parts parts, long maxSize, FaultList faults) {
    this.parts = parts;
    this.maxSize = maxSize;
    this.faults = faults;
  }

  /**
   * Reads the value that begins with the part that has just been read.
   *
   * @return empty for one that is too large, which has been noted
   */
  public Optional<JsonNode> read(Parts.Kind first, Place place) throws SyntaxFault, IOException {
    JsonNode value = value(first, place);
    if (!whole) {
      faults.add(place, "is larger than " + maxSize + " bytes (serai.max-body-size)");
    }
    return Optional.of(value).filter(kept -> whole);
  }

  private JsonNode value(Parts.Kind first, Place place) throws SyntaxFault, IOException {
    parts.doubt().ifPresent(why -> faults.add(place, why));
    return switch (first) {
      case OBJECT -> object(place);
      case LIST -> list(place);
      case SCALAR -> scalar();
      case END_OBJECT, END_LIST, NAME, END -> throw new SyntaxFault("ends too early");
    };
  }

  private ObjectNode object(Place place) throws SyntaxFault, IOException {
    ObjectNode object = JSON.objectNode();
    takes(0);
    for (Parts.Kind part = parts.next(); part != Parts.Kind.END_OBJECT; part = parts.next()) {
      if (part != Parts.Kind.NAME) {
        throw new SyntaxFault("ends too early");
      }
      String name = parts.name();
      Place at = place.key(name);
      JsonNode value = value(parts.next(), at);
      if (object.has(name)) {
        faults.add(at, "comes twice");
      } else if (takes(name.length())) {
        object.set(name, value);
      }
    }
    return object;
  }

  private ArrayNode list(Place place) throws SyntaxFault, IOException {
    ArrayNode list = JSON.arrayNode();
    takes(0);
    int index = 0;
    for (Parts.Kind part = parts.next(); part != Parts.Kind.END_LIST; part = parts.next()) {
      JsonNode value = value(part, place.index(index));
      index++;
      if (whole) {
        list.add(value);
      }
    }
    return list;
  }

  private JsonNode scalar() {
    JsonNode scalar = parts.scalar();
    return takes(scalar.isTextual() ? scalar.textValue().length() : 0) ? scalar : JSON.nullNode();
  }

  /** Whether there is room for one more. */
  private boolean takes(int text) {
    size += NODE + text;
    whole &= size <= maxSize;
    return whole;
  }
}
