package dev.serai.batch.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.DocumentSyntaxException;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Format;
import dev.serai.batch.document.format.Place;
import dev.serai.batch.document.format.TreeReader;
import dev.serai.batch.document.format.YamlDocumentParser;
import dev.serai.instance.JsonKind;
import dev.serai.instance.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A document that is one object, in JSON or YAML. Its items may precede the defaults, so the header
 * is read first, skipping the items.
 */
final class WholeText implements DocumentText {

  private static final String ITEMS = "items";
  private static final Place ITEMS_PLACE = Place.TOP.key(ITEMS);
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER = 1 << 16;

  /** A text somewhat too long is a fault of its item; one far too long ends the reading. */
  private static final long TEXT_FACTOR = 4;

  private final SpooledDocument document;

  private final int maxSize;
  private final JsonFactory json;
  private boolean listsItems;

  /**
   * @param maxSize of one item, and of the header, in bytes
   */
  WholeText(SpooledDocument document, int maxSize) {
    this.document = document;
    this.maxSize = maxSize;
    this.json = json(maxSize);
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
  public Optional<ObjectNode> header(FaultList faults) throws IOException {
    try (JsonParser parser = parser()) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        faults.add(Place.TOP, "the document is " + kind(first) + "; an object is expected");
        parser.skipChildren();
        return Optional.empty();
      }
      TreeReader tree = new TreeReader(parser, maxSize, faults);
      tree.recordDoubt(Place.TOP, "the document ");
      ObjectNode header = JsonNodeFactory.instance.objectNode();
      boolean whole = true;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        Place place = Place.TOP.key(name);
        JsonToken value = parser.nextToken();
        if (header.has(name) || (name.equals(ITEMS) && listsItems)) {
          faults.add(place, "comes twice");
          parser.skipChildren();
        } else if (name.equals(ITEMS) && value == JsonToken.START_ARRAY) {
          listsItems = true;
          tree.skip(place);
        } else if (whole) {
          Optional<JsonNode> read = tree.read(place);
          whole = read.isPresent();
          read.ifPresent(node -> header.set(name, node));
        } else {
          parser.skipChildren();
        }
      }
      requireEnd(parser);
      return Optional.of(header);
    }
  }

  @Override
  public WrittenItems items(FaultList faults) throws IOException {
    JsonParser parser = parser();
    try {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean items = parser.currentName().equals(ITEMS);
        if (parser.nextToken() == JsonToken.START_ARRAY && items) {
          break;
        }
        parser.skipChildren();
      }
      return new Listed(parser, faults);
    } catch (IOException | RuntimeException e) {
      try (parser) {
        throw e;
      }
    }
  }

  private final class Listed implements WrittenItems {

    private final JsonParser parser;
    private final FaultList faults;
    private int position;
    private boolean ended;

    Listed(JsonParser parser, FaultList faults) {
      this.parser = parser;
      this.faults = faults;
    }

    @Override
    public Optional<WrittenItem> next() throws IOException {
      // tokens after the list are no items, however often the next one is requested
      ended = ended || isEnd(parser.nextToken());
      if (ended) {
        return Optional.empty();
      }
      Place place = ITEMS_PLACE.index(position);
      Optional<JsonNode> item = new TreeReader(parser, maxSize, faults).read(place);
      return Optional.of(new WrittenItem(position++, place, objectOf(item, place, faults)));
    }

    private static boolean isEnd(JsonToken token) {
      return token == JsonToken.END_ARRAY || token == null;
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }

  /** Rejects text after the value that has been read. */
  static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new DocumentSyntaxException("is not valid JSON: there is text after its end");
    }
  }

  /** The item as an object; anything else is recorded as a fault. */
  static Optional<ObjectNode> objectOf(Optional<JsonNode> item, Place place, FaultList faults) {
    if (item.isPresent() && !item.get().isObject()) {
      faults.add(place, "is " + JsonKind.of(item.get()) + "; an object is expected");
    }
    return item.filter(JsonNode::isObject).map(node -> (ObjectNode) node);
  }

  private static String kind(JsonToken first) {
    if (first == null) {
      return "empty";
    }
    return first == JsonToken.START_ARRAY ? "a list" : "a single value";
  }

  /** Parses JSON without interning field names, since a document may have any number of them. */
  static JsonFactory json(int maxText) {
    return StrictJson.parser(maxText).disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  }

  private JsonParser parser() throws IOException {
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
          ? YamlDocumentParser.of(reader, TEXT_FACTOR * maxSize)
          : json.createParser(reader);
    } catch (IOException | RuntimeException e) {
      try (reader) {
        throw e;
      }
    }
  }
}
