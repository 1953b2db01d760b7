package dev.serai.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.NearestName;
import dev.serai.instance.InvalidSectionException;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Section;
import dev.serai.instance.SectionRule;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file with its line and path, for exact error messages. Anchors and tags are not
 * allowed in these files, since they obscure the location of values.
 */
public final class YamlTree {

  private static final int MAX_CHARACTERS = 1 << 20;

  private final Node node;
  private final String place;

  private YamlTree(Node node, String place) {
    this.node = node;
    this.place = place;
  }

  /** Reads a file with one document, which is a mapping. */
  public static YamlTree parse(String text) throws InvalidFileException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(50);
    List<Node> documents = new ArrayList<>();
    try {
      new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new InvalidFileException(line, "is not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new InvalidFileException(0, "is not valid YAML: " + e.getMessage());
    }
    if (documents.size() != 1) {
      throw new InvalidFileException(
          0, documents.isEmpty() ? "is empty" : "has " + documents.size() + " documents, not one");
    }
    YamlTree tree = new YamlTree(documents.get(0), "");
    tree.mapping();
    return tree;
  }

  public int line() {
    return node.getStartMark().getLine() + 1;
  }

  /** An error at this value. The message starts with its path. */
  public InvalidFileException fault(String reason) {
    return new InvalidFileException(line(), place.isEmpty() ? reason : place + " " + reason);
  }

  /** Rejects unknown keys, with the nearest known one as a hint. */
  public void allowOnly(List<String> known) throws InvalidFileException {
    for (NodeTuple entry : mapping()) {
      String key = key(entry);
      if (!known.contains(key)) {
        throw new InvalidFileException(
            entry.getKeyNode().getStartMark().getLine() + 1,
            "has the unknown key "
                + RequestRejectedException.excerpt(child(key))
                + NearestName.near(key, known)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("; known are " + String.join(", ", known)));
      }
    }
  }

  /** The value of a key; empty where the key is absent or its value null. */
  public Optional<YamlTree> get(String key) throws InvalidFileException {
    return Optional.ofNullable(entries().get(key)).filter(tree -> !tree.isNull());
  }

  public YamlTree require(String key) throws InvalidFileException {
    Optional<YamlTree> found = get(key);
    if (found.isEmpty()) {
      throw fault(place.isEmpty() ? key + " is required" : "needs " + key);
    }
    return found.get();
  }

  /** The entries in their order; a duplicate key is an error. */
  public Map<String, YamlTree> entries() throws InvalidFileException {
    Map<String, YamlTree> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping()) {
      String key = key(entry);
      if (entries.put(key, new YamlTree(entry.getValueNode(), child(key))) != null) {
        throw new InvalidFileException(
            entry.getKeyNode().getStartMark().getLine() + 1,
            "has " + RequestRejectedException.excerpt(child(key)) + " twice");
      }
    }
    return entries;
  }

  public List<YamlTree> items() throws InvalidFileException {
    if (!(node instanceof SequenceNode sequence)) {
      throw fault("is not a list");
    }
    List<YamlTree> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlTree(item, place + "[" + items.size() + "]"));
    }
    return items;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Text as written: {@code 1.10} and {@code yes} are kept, even without quotes. */
  public String text() throws InvalidFileException {
    if (!(node instanceof ScalarNode scalar) || isNull()) {
      throw fault(isNull() ? "has no value" : "is not text");
    }
    return scalar.getValue();
  }

  public int number() throws InvalidFileException {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException e) {
      throw fault("is not a whole number");
    }
  }

  public boolean flag() throws InvalidFileException {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw fault("is neither true nor false");
    };
  }

  /** Converts the text; an exception becomes an error at this line. */
  public <T> T as(Function<String, T> meaning) throws InvalidFileException {
    String text = text();
    return checked(() -> meaning.apply(text));
  }

  /** Builds an object from this value and others; an exception becomes an error at this line. */
  public <T> T checked(Supplier<T> made) throws InvalidFileException {
    try {
      return made.get();
    } catch (RequestRejectedException | IllegalArgumentException e) {
      throw new InvalidFileException(line(), e.getMessage());
    }
  }

  /** Applies a check; its exception becomes an error at the line that it names. */
  public Section section(SectionRule rule) throws InvalidFileException {
    try {
      return rule.read(json());
    } catch (InvalidSectionException e) {
      throw new InvalidFileException(
          lineOf(e.steps()), e.field(rule.name()) + " " + e.getMessage());
    }
  }

  /** The line of the key at the end of this path, or of its last existing part. */
  private int lineOf(List<String> steps) throws InvalidFileException {
    if (steps.isEmpty()) {
      return line();
    }
    String step = steps.get(0);
    List<String> further = steps.subList(1, steps.size());
    if (isList()) {
      int index = Integer.parseInt(step.substring(1, step.length() - 1));
      return items().get(index).lineOf(further);
    }
    if (!isMapping() || !entries().containsKey(step)) {
      return line();
    }
    YamlTree next = entries().get(step);
    return further.isEmpty() || !next.holds(further.get(0)) ? keyLine(step) : next.lineOf(further);
  }

  private boolean holds(String step) throws InvalidFileException {
    return isList() || (isMapping() && entries().containsKey(step));
  }

  private int keyLine(String key) throws InvalidFileException {
    for (NodeTuple entry : mapping()) {
      if (key(entry).equals(key)) {
        return entry.getKeyNode().getStartMark().getLine() + 1;
      }
    }
    return line();
  }

  /** The value as JSON, by YAML's own rules for numbers, booleans and null. */
  public JsonNode json() throws InvalidFileException {
    if (isMapping()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, YamlTree> entry : entries().entrySet()) {
        object.set(entry.getKey(), entry.getValue().json());
      }
      return object;
    }
    if (isList()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (YamlTree item : items()) {
        array.add(item.json());
      }
      return array;
    }
    return scalar();
  }

  private JsonNode scalar() throws InvalidFileException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (isNull()) {
      return json.nullNode();
    }
    try {
      if (node.getTag().equals(Tag.BOOL)) {
        return json.booleanNode(
            List.of("true", "yes", "on").contains(text().toLowerCase(Locale.ROOT)));
      }
      if (node.getTag().equals(Tag.INT)) {
        return json.numberNode(new BigInteger(text()));
      }
      if (node.getTag().equals(Tag.FLOAT)) {
        return json.numberNode(new BigDecimal(text()));
      }
    } catch (NumberFormatException e) {
      throw fault("is a number in an unsupported form; put it in quotes if it is text");
    }
    return json.textNode(text());
  }

  private boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  private List<NodeTuple> mapping() throws InvalidFileException {
    if (!(node instanceof MappingNode mapping)) {
      throw fault(place.isEmpty() ? "is not a mapping of keys to values" : "is not a mapping");
    }
    return mapping.getValue();
  }

  private String key(NodeTuple entry) throws InvalidFileException {
    if (entry.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new InvalidFileException(
        entry.getKeyNode().getStartMark().getLine() + 1, "has a key that is not text");
  }

  private String child(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }
}
