package dev.serai.batch.document.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.instance.StrictJson;
import java.io.IOException;
import java.io.Reader;

/** The parts of one JSON value; text after its end is a fault. */
public final class JsonParts implements Parts {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonParser parser;
  private boolean begun;
  private int depth;

  private JsonParts(JsonParser parser) {
    this.parser = parser;
  }

  /** How the texts of a document are parsed. */
  public static final class Source {

    private final JsonFactory factory;

    /**
     * @param maxText the longest text, in characters
     */
    public Source(int maxText) {
      // names come twice in a document by mistake: that is found, and told with its place, above
      factory = StrictJson.parser(maxText).disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    }

    public JsonParts read(Reader text) throws IOException {
      return new JsonParts(factory.createParser(text));
    }

    public JsonParts read(String text) throws IOException {
      return new JsonParts(factory.createParser(text));
    }
  }

  @Override
  public Kind next() throws SyntaxFault, IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return Kind.END;
      }
      if (begun && depth == 0) {
        throw new SyntaxFault("is not valid JSON: there is text after its end");
      }
      begun = true;
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      return switch (token) {
        case START_OBJECT -> Kind.OBJECT;
        case END_OBJECT -> Kind.END_OBJECT;
        case START_ARRAY -> Kind.LIST;
        case END_ARRAY -> Kind.END_LIST;
        case FIELD_NAME -> Kind.NAME;
        case VALUE_STRING,
            VALUE_NUMBER_INT,
            VALUE_NUMBER_FLOAT,
            VALUE_TRUE,
            VALUE_FALSE,
            VALUE_NULL ->
            Kind.SCALAR;
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalStateException("not of text: " + token);
      };
    } catch (JsonProcessingException e) {
      throw new SyntaxFault("is not valid JSON: " + StrictJson.describe(e), e);
    }
  }

  @Override
  public String name() {
    return text();
  }

  @Override
  public JsonNode scalar() {
    try {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> JSON.textNode(parser.getText());
        case VALUE_TRUE -> JSON.booleanNode(true);
        case VALUE_FALSE -> JSON.booleanNode(false);
        case VALUE_NUMBER_INT -> Numbers.whole(parser.getText());
        case VALUE_NUMBER_FLOAT -> Numbers.decimal(parser.getText());
        default -> JSON.nullNode();
      };
    } catch (IOException e) {
      throw new IllegalStateException("a token that was read can't be had", e);
    }
  }

  private String text() {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw new IllegalStateException("a token that was read can't be had", e);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
