package dev.serai.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patches (RFC 7396): objects are merged, and any other value is replaced. */
public final class JsonMergePatch {

  private JsonMergePatch() {}

  /** Changes the target; a null of the patch removes the field of that name. */
  public static void apply(ObjectNode target, ObjectNode patch) {
    merge(target, patch, false);
  }

  /**
   * Adds a later patch to a patch, so that it has the effect of both; the nulls of the later one
   * are kept.
   */
  public static void append(ObjectNode patch, ObjectNode later) {
    merge(patch, later, true);
  }

  private static void merge(ObjectNode target, ObjectNode patch, boolean keepNulls) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull() && !keepNulls) {
        target.remove(name);
      } else if (value instanceof ObjectNode changes) {
        ObjectNode into =
            target.get(name) instanceof ObjectNode object ? object : target.objectNode();
        target.set(name, into);
        merge(into, changes, keepNulls);
      } else {
        target.set(name, value.deepCopy());
      }
    }
  }
}
