package dev.serai.route;

import dev.serai.route.YamlNode.Entry;
import dev.serai.route.YamlNode.Mapping;
import dev.serai.route.YamlNode.Scalar;
import dev.serai.route.YamlNode.ScalarType;
import dev.serai.route.YamlNode.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a route file with the parser that Camel uses, and reports violations of YAML itself. */
final class YamlReader {

  /** Far more than a route needs; the parser and Camel recurse for each level. */
  private static final int MAX_DEPTH = 100;

  private final Path file;
  private final String text;
  private final Consumer<Finding> findings;

  /**
   * @param text of the file, as it is for one cluster
   */
  YamlReader(Path file, String text, Consumer<Finding> findings) {
    this.file = file;
    this.text = text;
    this.findings = findings;
  }

  /** The items of the file's list; none when it can't be read, is empty, or is not a list. */
  List<YamlNode> items() {
    Optional<YamlNode> root;
    try {
      checkDepth();
      root =
          new Compose(LoadSettings.builder().build())
              .composeString(text)
              .map(node -> read(node, 0));
    } catch (YamlNestingException e) {
      report(e.line, e.getMessage());
      return List.of();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(1);
      report(line, "not YAML: " + e.getProblem());
      return List.of();
    } catch (YamlEngineException e) {
      report(1, "not YAML: " + e.getMessage().lines().findFirst().orElse(""));
      return List.of();
    }
    if (root.isEmpty()
        || (root.get() instanceof Scalar scalar && scalar.type() == ScalarType.NULL)) {
      report(1, "the file is empty");
      return List.of();
    }
    if (root.get() instanceof Sequence sequence) {
      if (sequence.items().isEmpty()) {
        report(sequence.line(), "the file is empty");
      }
      return sequence.items();
    }
    report(
        root.get().line(),
        "is " + root.get().kind() + "; a route file is a list, each item starting with `- `");
    return List.of();
  }

  /** By the parser's events, which need no recursion as the composition of nodes does. */
  private void checkDepth() {
    int depth = 0;
    for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw new YamlNestingException(lineOf(event.getStartMark()), "");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /**
   * @param depth more than the text's own, where aliases are nested
   */
  private YamlNode read(Node node, int depth) {
    int line = lineOf(node);
    if (depth > MAX_DEPTH) {
      throw new YamlNestingException(
          line, ", with what its aliases refer to; an alias must not refer to itself");
    }
    if (node instanceof MappingNode mapping) {
      return new Mapping(line, entries(mapping, depth));
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(read(item, depth + 1)));
      return new Sequence(line, List.copyOf(items));
    }
    ScalarNode scalar = (ScalarNode) node;
    return new Scalar(line, scalar.getValue(), typeOf(scalar.getTag()));
  }

  private Map<String, Entry> entries(MappingNode mapping, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = lineOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        report(line, "a key must be a plain word");
        continue;
      }
      Entry before =
          entries.putIfAbsent(
              key.getValue(), new Entry(line, read(tuple.getValueNode(), depth + 1)));
      if (before != null) {
        report(line, "`" + key.getValue() + "` is already set on line " + before.line());
      }
    }
    return entries;
  }

  private void report(int line, String message) {
    findings.accept(new Finding(file, line, message));
  }

  /** Leaves the recursion of {@link #read}; the message is that of the finding. */
  @SuppressWarnings("serial")
  private static final class YamlNestingException extends RuntimeException {

    private final int line;

    YamlNestingException(int line, String more) {
      super("is nested deeper than " + MAX_DEPTH + " levels" + more);
      this.line = line;
    }
  }

  private static int lineOf(Node node) {
    return lineOf(node.getStartMark());
  }

  private static int lineOf(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  private static ScalarType typeOf(Tag tag) {
    if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
      return ScalarType.NUMBER;
    }
    if (Tag.BOOL.equals(tag)) {
      return ScalarType.BOOLEAN;
    }
    return Tag.NULL.equals(tag) ? ScalarType.NULL : ScalarType.STRING;
  }
}
