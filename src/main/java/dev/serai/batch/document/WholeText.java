package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Format;
import dev.serai.batch.document.format.JsonParts;
import dev.serai.batch.document.format.Parts;
import dev.serai.batch.document.format.Parts.Kind;
import dev.serai.batch.document.format.Place;
import dev.serai.batch.document.format.SyntaxFault;
import dev.serai.batch.document.format.TreeReader;
import dev.serai.batch.document.format.YamlParts;
import dev.serai.instance.JsonKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A document that is one object, in JSON or YAML. Its items may stand in front of what holds for
 * them, so the header is read by itself, past the items.
 */
final class WholeText implements DocumentText {

  private static final String ITEMS = "items";
  private static final Place ITEMS_PLACE = Place.TOP.key(ITEMS);
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER = 1 << 16;

  private final SpooledDocument document;

  /** A text somewhat too long is a fault of its item; one far too long ends the reading. */
  private static final long PART_FACTOR = 4;

  private final int maxSize;
  private final JsonParts.Source json;
  private boolean listsItems;

  /**
   * @param maxSize of one item, and of the header, in bytes
   */
  WholeText(SpooledDocument document, int maxSize) {
    this.document = document;
    this.maxSize = maxSize;
    this.json = new JsonParts.Source(maxSize);
  }

  @Override
  public Place top() {
    return Place.TOP;
  }

  @Override
  public boolean listsItems() {
    return listsItems;
  }

  @Override
  public Optional<ObjectNode> header(FaultList faults) throws SyntaxFault, IOException {
    try (Parts parts = parts()) {
      Kind first = parts.next();
      if (first != Kind.OBJECT) {
        faults.add(Place.TOP, "the document is " + kind(first) + "; an object is expected");
        parts.skip(first);
        return Optional.empty();
      }
      parts.doubt().ifPresent(why -> faults.add(Place.TOP, "the document " + why));
      ObjectNode header = JsonNodeFactory.instance.objectNode();
      TreeReader tree = new TreeReader(parts, maxSize, faults);
      boolean whole = true;
      while (parts.next() == Kind.NAME) {
        String name = parts.name();
        Place place = Place.TOP.key(name);
        Kind value = parts.next();
        if (header.has(name) || (name.equals(ITEMS) && listsItems)) {
          faults.add(place, "comes twice");
          parts.skip(value);
        } else if (name.equals(ITEMS) && value == Kind.LIST) {
          listsItems = true;
          parts.doubt().ifPresent(why -> faults.add(place, why));
          parts.skip(value);
        } else if (whole) {
          Optional<JsonNode> read = tree.read(value, place);
          whole = read.isPresent();
          read.ifPresent(node -> header.set(name, node));
        } else {
          parts.skip(value);
        }
      }
      if (parts.next() != Kind.END) {
        throw new SyntaxFault("has text after its end");
      }
      return Optional.of(header);
    }
  }

  @Override
  public WrittenItems items(FaultList faults) throws SyntaxFault, IOException {
    Parts parts = parts();
    try {
      Kind kind = parts.next();
      for (kind = parts.next(); kind == Kind.NAME; kind = parts.next()) {
        boolean items = parts.name().equals(ITEMS);
        Kind value = parts.next();
        if (items && value == Kind.LIST) {
          break;
        }
        parts.skip(value);
      }
      return new Listed(parts, faults);
    } catch (SyntaxFault | IOException | RuntimeException e) {
      try (parts) {
        throw e;
      }
    }
  }

  private final class Listed implements WrittenItems {

    private final Parts parts;
    private final FaultList faults;
    private int position;

    Listed(Parts parts, FaultList faults) {
      this.parts = parts;
      this.faults = faults;
    }

    @Override
    public Optional<WrittenItem> next() throws SyntaxFault, IOException {
      Kind first = parts.next();
      if (first == Kind.END_LIST || first == Kind.END) {
        return Optional.empty();
      }
      Place place = ITEMS_PLACE.index(position);
      Optional<JsonNode> item = new TreeReader(parts, maxSize, faults).read(first, place);
      return Optional.of(new WrittenItem(position++, place, objectOf(item, place, faults)));
    }

    @Override
    public void close() throws IOException {
      parts.close();
    }
  }

  /** What is expected of an item. */
  static Optional<ObjectNode> objectOf(Optional<JsonNode> item, Place place, FaultList faults) {
    if (item.isPresent() && !item.get().isObject()) {
      faults.add(place, "is " + JsonKind.of(item.get()) + "; an object is expected");
    }
    return item.filter(JsonNode::isObject).map(node -> (ObjectNode) node);
  }

  private static String kind(Kind first) {
    return switch (first) {
      case LIST -> "a list";
      case END -> "empty";
      case OBJECT, END_OBJECT, END_LIST, NAME, SCALAR -> "a single value";
    };
  }

  private Parts parts() throws IOException {
    Reader reader =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(document.file()), StandardCharsets.UTF_8.newDecoder()),
            BUFFER);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return document.format() == Format.YAML
          ? new YamlParts(reader, PART_FACTOR * maxSize)
          : json.read(reader);
    } catch (IOException | RuntimeException e) {
      try (reader) {
        throw e;
      }
    }
  }
}
