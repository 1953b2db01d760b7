package dev.serai.batch.document.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.instance.RequestReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * The parts of one YAML document. Anchors, aliases and tags are not followed: they hide what is
 * where, and a few of them make a document of any size.
 */
public final class YamlParts implements Parts {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What comes next in a mapping or a list. */
  private enum Next {
    NAME,
    VALUE_OF_NAME,
    VALUE_OF_LIST
  }

  private final PartReader text;
  private final Iterator<Event> events;
  private final Deque<Next> around = new ArrayDeque<>();
  private boolean begun;
  private String name = "";
  private JsonNode scalar = JSON.nullNode();
  private Optional<String> doubt = Optional.empty();

  /**
   * @param maxPart of one text or name, in characters: it is in memory as a whole before anybody
   *     can look at it
   */
  public YamlParts(Reader text, long maxPart) {
    this.text = new PartReader(text, maxPart);
    LoaderOptions options = new LoaderOptions();
    // how large a document may be is decided before it is read
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.events = new Yaml(options).parse(this.text).iterator();
  }

  @Override
  public Kind next() throws SyntaxFault, IOException {
    doubt = Optional.empty();
    Event event = event();
    return switch (event.getEventId()) {
      case StreamStart, DocumentEnd, Comment -> next();
      case DocumentStart -> {
        if (begun) {
          throw new SyntaxFault("is not valid here: it has more than one YAML document");
        }
        begun = true;
        yield next();
      }
      case StreamEnd -> Kind.END;
      case MappingStart -> enter(Kind.OBJECT, (CollectionStartEvent) event);
      case SequenceStart -> enter(Kind.LIST, (CollectionStartEvent) event);
      case MappingEnd -> leave(Kind.END_OBJECT);
      case SequenceEnd -> leave(Kind.END_LIST);
      case Alias -> alias((AliasEvent) event);
      case Scalar -> scalar((ScalarEvent) event);
    };
  }

  private Event event() throws SyntaxFault, IOException {
    text.partBegins();
    try {
      return events.next();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new SyntaxFault("is not valid YAML: " + e.getProblem() + " (line " + line + ")", e);
    } catch (YAMLException e) {
      if (e.getCause() instanceof PartReader.TooLong cause) {
        throw new SyntaxFault(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new SyntaxFault("is not valid YAML: it holds what may not stand in a text", e);
    }
  }

  private Kind enter(Kind kind, CollectionStartEvent event) throws SyntaxFault {
    if (isName()) {
      throw new SyntaxFault("has a key that is not text" + lineOf(event));
    }
    valueComes();
    if (around.size() == RequestReader.MAX_NESTING) {
      throw new SyntaxFault("is nested deeper than " + RequestReader.MAX_NESTING + " levels");
    }
    around.push(kind == Kind.OBJECT ? Next.NAME : Next.VALUE_OF_LIST);
    doubt = doubtOf(event, event.getTag());
    return kind;
  }

  private Kind leave(Kind kind) {
    around.pop();
    return kind;
  }

  private Kind alias(AliasEvent event) throws SyntaxFault {
    if (isName()) {
      throw new SyntaxFault("has a key that is not text" + lineOf(event));
    }
    valueComes();
    scalar = JSON.nullNode();
    doubt = Optional.of("is an alias (*" + event.getAnchor() + "); write out what it stands for");
    return Kind.SCALAR;
  }

  private Kind scalar(ScalarEvent event) {
    if (isName()) {
      around.pop();
      around.push(Next.VALUE_OF_NAME);
      name = event.getValue();
      return Kind.NAME;
    }
    valueComes();
    doubt = doubtOf(event, event.getTag());
    if (!event.isPlain() || doubt.isPresent()) {
      scalar = JSON.textNode(event.getValue());
    } else {
      scalar = YamlScalars.value(event.getValue());
      doubt = YamlScalars.doubt(event.getValue());
    }
    return Kind.SCALAR;
  }

  private boolean isName() {
    return around.peek() == Next.NAME;
  }

  /** After the value of a field comes the name of another. */
  private void valueComes() {
    if (around.peek() == Next.VALUE_OF_NAME) {
      around.pop();
      around.push(Next.NAME);
    }
  }

  private static Optional<String> doubtOf(NodeEvent event, String tag) {
    if (event.getAnchor() != null) {
      return Optional.of("has an anchor (&" + event.getAnchor() + "), which is not followed here");
    }
    return tag == null ? Optional.empty() : Optional.of("has a tag, which is not read here");
  }

  private static String lineOf(Event event) {
    return " (line " + (event.getStartMark().getLine() + 1) + ")";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JsonNode scalar() {
    return scalar;
  }

  @Override
  public Optional<String> doubt() {
    return doubt;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
