package dev.serai.batch.document.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Reads one value into a tree of bounded size, and records every fault that it finds in it. */
public final class TreeReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  // the approximate size of a node without its text
  private static final int NODE = 16;

  private final JsonParser parser;
  private final long maxSize;
  private final FaultList faults;
  private long size;
  private boolean whole = true;

  /**
   * @param maxSize of the tree, about, in bytes
   */
  public TreeReader(JsonParser parser, long maxSize, FaultList faults) {
    this.parser = parser;
    this.maxSize = maxSize;
    this.faults = faults;
  }

  /**
   * Reads the value that starts at the parser's current token.
   *
   * @return empty for one that is too large, which is recorded
   */
  public Optional<JsonNode> read(Place place) throws IOException {
    JsonNode value = value(place);
    if (!whole) {
      faults.add(place, "is larger than " + maxSize + " bytes (serai.max-body-size)");
    }
    return Optional.of(value).filter(kept -> whole);
  }

  /** Skips the value that starts at the parser's current token, and records a doubt about it. */
  public void skip(Place place) throws IOException {
    recordDoubt(place, "");
    parser.skipChildren();
  }

  /**
   * Records why the parser's current value must be written in another way.
   *
   * @param subject a prefix of the message
   */
  public void recordDoubt(Place place, String subject) {
    YamlDocumentParser.doubt(parser).ifPresent(why -> faults.add(place, subject + why));
  }

  private JsonNode value(Place place) throws IOException {
    recordDoubt(place, "");
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> list(place);
      default -> scalar();
    };
  }

  private ObjectNode object(Place place) throws IOException {
    ObjectNode object = JSON.objectNode();
    takes(0);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Place at = place.key(name);
      parser.nextToken();
      JsonNode value = value(at);
      if (object.has(name)) {
        faults.add(at, "comes twice");
      } else if (takes(name.length())) {
        object.set(name, value);
      }
    }
    return object;
  }

  private ArrayNode list(Place place) throws IOException {
    ArrayNode list = JSON.arrayNode();
    takes(0);
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      JsonNode value = value(place.index(index));
      if (whole) {
        list.add(value);
      }
    }
    return list;
  }

  private JsonNode scalar() throws IOException {
    JsonNode scalar =
        switch (parser.currentToken()) {
          case VALUE_STRING -> JSON.textNode(parser.getText());
          case VALUE_TRUE -> JSON.booleanNode(true);
          case VALUE_FALSE -> JSON.booleanNode(false);
          case VALUE_NUMBER_INT -> whole(parser.getText());
          // with its digits as they are written: 0.10 stays 0.10
          case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(new BigDecimal(parser.getText()));
          case VALUE_NULL -> JSON.nullNode();
          default -> throw new IllegalStateException("not a value: " + parser.currentToken());
        };
    return takes(scalar.isTextual() ? scalar.textValue().length() : 0) ? scalar : JSON.nullNode();
  }

  private static NumericNode whole(String digits) {
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Integer.SIZE
        ? JSON.numberNode(number.intValue())
        : (NumericNode) JSON.numberNode(number);
  }

  /** Counts one more node, and says whether there is room for it. */
  private boolean takes(int text) {
    size += NODE + text;
    whole &= size <= maxSize;
    return whole;
  }
}
