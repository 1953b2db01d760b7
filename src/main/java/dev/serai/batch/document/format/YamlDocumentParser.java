package dev.serai.batch.document.format;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.serai.instance.RequestReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * One YAML document as the tokens of JSON, with its nesting and the length of each text bounded.
 * Anchors, aliases and tags are not followed: they hide the place of a value, and a few of them can
 * expand to a document of any size.
 */
public final class YamlDocumentParser extends YAMLParser {

  private final BoundedReader text;
  private boolean documentStarted;

  private YamlDocumentParser(IOContext context, LoaderOptions options, BoundedReader text) {
    super(context, JsonParser.Feature.collectDefaults(), 0, options, null, text);
    this.text = text;
  }

  /**
   * Starts to parse a document.
   *
   * @param maxText the longest text or name, in characters: a parser holds it as a whole
   */
  public static YamlDocumentParser of(Reader text, long maxText) {
    LoaderOptions options = new LoaderOptions();
    // the size of a document is limited before it is parsed
    options.setCodePointLimit(Integer.MAX_VALUE);
    IOContext context =
        new IOContext(
            StreamReadConstraints.defaults(),
            StreamWriteConstraints.defaults(),
            ErrorReportConfiguration.defaults(),
            new BufferRecycler(),
            ContentReference.unknown(),
            true);
    return new YamlDocumentParser(context, options, new BoundedReader(text, maxText));
  }

  /** Why the current value of a parser must be written in another way. */
  static Optional<String> doubt(JsonParser parser) {
    return parser instanceof YamlDocumentParser yaml ? yaml.doubt() : Optional.empty();
  }

  private Optional<String> doubt() {
    if (_lastEvent instanceof AliasEvent alias) {
      return Optional.of("is an alias (*" + alias.getAnchor() + "); write out what it stands for");
    }
    if (_lastEvent instanceof NodeEvent node && node.getAnchor() != null) {
      return Optional.of("has an anchor (&" + node.getAnchor() + "), which is not followed here");
    }
    if (hasTag(_lastEvent)) {
      return Optional.of("has a tag, which is not read here");
    }
    return _lastEvent instanceof ScalarEvent scalar && scalar.isPlain()
        ? YamlScalars.doubt(scalar.getValue())
        : Optional.empty();
  }

  private static boolean hasTag(Event event) {
    return (event instanceof ScalarEvent scalar && scalar.getTag() != null)
        || (event instanceof CollectionStartEvent start && start.getTag() != null);
  }

  /** An alias is a token of null, because its value is unknown. */
  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    return isCurrentAlias() ? _updateToken(JsonToken.VALUE_NULL) : token;
  }

  @Override
  protected Event getEvent() throws IOException {
    Event event = read();
    if (event instanceof NodeEvent && !(event instanceof ScalarEvent) && expectsName()) {
      int line = event.getStartMark().getLine() + 1;
      throw new DocumentSyntaxException("has a key that is not text (line " + line + ")");
    }
    if (event instanceof CollectionStartEvent
        && _parsingContext.getNestingDepth() == RequestReader.MAX_NESTING) {
      throw new DocumentSyntaxException(
          "is nested deeper than " + RequestReader.MAX_NESTING + " levels");
    }
    if (event.is(Event.ID.DocumentStart)) {
      if (documentStarted) {
        throw new DocumentSyntaxException("is not valid here: it has more than one YAML document");
      }
      documentStarted = true;
    }
    return event;
  }

  private boolean expectsName() {
    return _parsingContext.inObject() && _currToken != JsonToken.FIELD_NAME;
  }

  private Event read() throws IOException {
    text.startText();
    try {
      return super.getEvent();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new DocumentSyntaxException(
          "is not valid YAML: " + e.getProblem() + " (line " + line + ")", e);
    } catch (YAMLException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new DocumentSyntaxException(
          "is not valid YAML: it holds a character that is not allowed", e);
    }
  }

  /**
   * Applies the rules of {@link YamlScalars} in place of Jackson's, which are those of YAML 1.1.
   */
  @Override
  protected JsonToken _decodeScalar(ScalarEvent scalar) {
    _textValue = scalar.getValue();
    _cleanedTextValue = null;
    boolean plain = scalar.isPlain() && scalar.getAnchor() == null && scalar.getTag() == null;
    return plain ? YamlScalars.token(scalar.getValue()) : JsonToken.VALUE_STRING;
  }
}
