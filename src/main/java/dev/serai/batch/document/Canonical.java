package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** JSON in which equal values are equal text: the keys of objects are sorted. */
final class Canonical {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Canonical() {}

  static JsonNode of(JsonNode value) {
    if (value.isObject()) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(entry -> sorted.put(entry.getKey(), of(entry.getValue())));
      ObjectNode object = JSON.objectNode();
      sorted.forEach(object::set);
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JSON.arrayNode();
      value.forEach(item -> array.add(of(item)));
      return array;
    }
    return value;
  }
}
