package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Lays sections over one another, field by field. */
final class Layers {

  private Layers() {}

  /** Objects are merged, anything else is replaced, and null takes away what was below it. */
  static ObjectNode merge(List<? extends JsonNode> weakestFirst) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    weakestFirst.forEach(layer -> lay(layer, merged));
    return merged;
  }

  private static void lay(JsonNode layer, ObjectNode below) {
    layer
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                below.remove(key);
              } else if (value.isObject()) {
                ObjectNode inner =
                    below.get(key) instanceof ObjectNode there ? there : below.putObject(key);
                lay(value, inner);
              } else {
                below.set(key, value.deepCopy());
              }
            });
  }
}
