package dev.serai.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.base.NearestName;
import dev.serai.route.YamlNode.Entry;
import dev.serai.route.YamlNode.Mapping;
import dev.serai.route.YamlNode.Scalar;
import dev.serai.route.YamlNode.ScalarType;
import dev.serai.route.YamlNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a route file against Camel's YAML schema.
 *
 * <p>A general JSON schema validator answers one misspelt step with a page about branches of {@code
 * oneOf} that do not match. Camel's schema has few forms, so this check can follow the intended
 * branch and name its one error.
 */
final class DslSchema {

  private static final String RESOURCE = "/schema/camelYamlDsl.json";
  private static final String DEFINITIONS = "#/items/definitions/";
  private static final String EIP = "org.apache.camel.model.ProcessorDefinition";

  private final JsonNode definitions;
  private final JsonNode item;
  private final ShippedParts shipped;
  private final IdentityHashMap<JsonNode, Map<String, JsonNode>> properties =
      new IdentityHashMap<>();

  private DslSchema(JsonNode schema, ShippedParts shipped) {
    this.shipped = Objects.requireNonNull(shipped, "shipped is null");
    this.item = schema.path("items");
    this.definitions = item.path("definitions");
  }

  /**
   * Reads the schema that the camel-yaml-dsl on the class path was built with.
   *
   * @param shipped the data formats and languages of the schema that are available
   */
  static DslSchema ofCamel(ShippedParts shipped) {
    try (InputStream in = DslSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("camel-yaml-dsl has no " + RESOURCE);
      }
      return new DslSchema(new ObjectMapper().readTree(in), shipped);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + RESOURCE, e);
    }
  }

  /** Receives errors. */
  interface Report {
    void at(int line, String message);
  }

  /** Checks one item of a route file's list. */
  void check(YamlNode node, Report report) {
    if (!(node instanceof Mapping mapping)) {
      report.at(node.line(), "is " + node.kind() + "; an item is a mapping such as `- route:`");
      return;
    }
    single(mapping, item, "item", report);
  }

  /** A mapping of exactly one key, which names its kind: a step of a route, an item of a file. */
  private void single(Mapping mapping, JsonNode schema, String what, Report report) {
    Map<String, JsonNode> known = propertiesOf(schema);
    List<String> keys = List.copyOf(mapping.entries().keySet());
    if (keys.size() != 1) {
      report.at(
          mapping.line(),
          (keys.isEmpty() ? "an " + what + " without content" : "one " + what + " has " + keys)
              + "; each needs a `- ` of its own, with what belongs to it indented further");
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              JsonNode child = known.get(key);
              if (child == null) {
                if (keys.size() == 1) {
                  report.at(
                      entry.line(),
                      "unknown " + what + " `" + key + "`" + NearestName.hint(key, known.keySet()));
                }
                return;
              }
              value(key, entry, child, report);
            });
  }

  private void value(String name, Entry entry, JsonNode unresolved, Report report) {
    shipped
        .problem(unresolved.path("$ref").asText().replace(DEFINITIONS, ""), name, entry.value())
        .ifPresent(problem -> report.at(entry.line(), problem));
    JsonNode schema = resolve(unresolved);
    YamlNode value = entry.value();
    Set<String> types = typesOf(schema);
    if (value instanceof Mapping mapping && (types.contains("object") || types.isEmpty())) {
      mapping(name, entry.line(), mapping, schema, report);
    } else if (value instanceof Sequence sequence && types.contains("array")) {
      JsonNode items = schema.path("items");
      for (YamlNode element : sequence.items()) {
        element(name, element, items, report);
      }
    } else if (value instanceof Scalar scalar) {
      scalar(name, entry.line(), scalar, schema, types, report);
    } else if (!types.isEmpty()) {
      report.at(entry.line(), "`" + name + "` is " + value.kind() + "; it has to be " + say(types));
    }
  }

  private void element(String name, YamlNode element, JsonNode items, Report report) {
    JsonNode schema = resolve(items);
    boolean isStep = items.path("$ref").asText().equals(DEFINITIONS + EIP);
    if (isStep) {
      if (element instanceof Mapping mapping) {
        single(mapping, schema, "step", report);
      } else {
        report.at(
            element.line(), "a step of `" + name + "` is " + element.kind() + "; write `- to:`");
      }
    } else {
      value(name, new Entry(element.line(), element), schema, report);
    }
  }

  private void mapping(String name, int line, Mapping mapping, JsonNode schema, Report report) {
    Map<String, JsonNode> known = propertiesOf(schema);
    boolean open = known.isEmpty();
    if (open) {
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              JsonNode child = known.get(key);
              if (child != null) {
                value(key, entry, child, report);
              } else {
                report.at(
                    entry.line(),
                    "unknown property `"
                        + key
                        + "` of `"
                        + name
                        + "`"
                        + NearestName.hint(key, known.keySet()));
              }
            });
    for (JsonNode required : schema.path("required")) {
      boolean misspelt =
          mapping.entries().keySet().stream()
              .filter(key -> !known.containsKey(key))
              .anyMatch(
                  key ->
                      NearestName.near(key, known.keySet())
                          .filter(required.asText()::equals)
                          .isPresent());
      if (!mapping.has(required.asText()) && !misspelt) {
        report.at(line, "`" + name + "` needs `" + required.asText() + "`");
      }
    }
  }

  private static void scalar(
      String name, int line, Scalar scalar, JsonNode schema, Set<String> types, Report report) {
    if (types.isEmpty()) {
      return;
    }
    if (scalar.type() == ScalarType.NULL) {
      boolean mayBeEmpty = types.contains("object") && schema.path("required").isEmpty();
      if (!mayBeEmpty) {
        report.at(line, "`" + name + "` has no value; it has to be " + say(types));
      }
      return;
    }
    boolean computed = scalar.text().contains("{{");
    boolean fits =
        types.contains("string")
            || (types.contains("boolean") && (computed || isBoolean(scalar.text())))
            || (types.contains("number") && (computed || isNumber(scalar.text())))
            || (types.contains("integer") && (computed || isNumber(scalar.text())));
    if (!fits) {
      report.at(line, "`" + name + "` is `" + scalar.text() + "`; it has to be " + say(types));
      return;
    }
    choice(scalar, schema).ifPresent(message -> report.at(line, "`" + name + "` " + message));
  }

  private static Optional<String> choice(Scalar scalar, JsonNode schema) {
    JsonNode choices = schema.path("enum");
    if (choices.isEmpty() || scalar.text().contains("{{")) {
      return Optional.empty();
    }
    Set<String> allowed = new TreeSet<>();
    choices.forEach(choice -> allowed.add(choice.asText()));
    boolean known = allowed.stream().anyMatch(scalar.text()::equalsIgnoreCase);
    return known
        ? Optional.empty()
        : Optional.of(
            "is `" + scalar.text() + "`; it has to be one of " + String.join(", ", allowed));
  }

  private static boolean isBoolean(String text) {
    return "true".equals(text) || "false".equals(text);
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?\\d+(\\.\\d+)?");
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    while (resolved.has("$ref") && !resolved.has("properties")) {
      resolved = definitions.path(resolved.path("$ref").asText().substring(DEFINITIONS.length()));
    }
    return resolved;
  }

  /** The JSON types that a value may have; empty when the schema says nothing. */
  private Set<String> typesOf(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    if (schema.path("type").isTextual()) {
      types.add(schema.path("type").asText());
    }
    for (JsonNode branch : schema.path("oneOf")) {
      types.addAll(typesOf(resolve(branch)));
    }
    if (types.isEmpty() && schema.has("properties")) {
      types.add("object");
    }
    return types;
  }

  /**
   * Every property of a definition. Expressions appear twice, as an empty schema beside the other
   * properties and with their content in a branch; the one with content counts.
   */
  private Map<String, JsonNode> propertiesOf(JsonNode schema) {
    Map<String, JsonNode> cached = properties.get(schema);
    if (cached == null) {
      cached = new LinkedHashMap<>();
      collect(schema, cached);
      properties.put(schema, cached);
    }
    return cached;
  }

  private void collect(JsonNode schema, Map<String, JsonNode> into) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isEmpty() || !into.containsKey(field.getKey())) {
                into.put(field.getKey(), field.getValue());
              }
            });
    for (String branches : List.of("oneOf", "anyOf")) {
      for (JsonNode branch : schema.path(branches)) {
        collect(resolve(branch), into);
      }
    }
  }

  private static String say(Set<String> types) {
    return String.join(
        " or ",
        types.stream()
            .map(
                type ->
                    switch (type) {
                      case "array" -> "a list";
                      case "boolean" -> "true or false";
                      case "integer", "number" -> "a number";
                      case "object" -> "a mapping";
                      default -> "a text";
                    })
            .toList());
  }
}
