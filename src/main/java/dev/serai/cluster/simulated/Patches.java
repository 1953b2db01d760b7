package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;

/**
 * The patches that clients send. A strategic merge patch is taken for a merge patch, which is the
 * same for metadata and for single values, but not for lists with merge keys.
 */
final class Patches {

  private Patches() {}

  static ObjectNode apply(ObjectNode target, String contentType, JsonNode patch) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return switch (type.strip()) {
      case "application/merge-patch+json", "application/strategic-merge-patch+json" -> {
        if (!(patch instanceof ObjectNode changes)) {
          throw ApiFailure.badRequest("error decoding patch: not a JSON object");
        }
        merge(target, changes);
        yield target;
      }
      case "application/json-patch+json" -> operations(target, patch);
      default ->
          throw ApiFailure.unsupportedMediaType(
              "the body of the request was in an unknown format - accepted media types include:"
                  + " application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json");
    };
  }

  private static ObjectNode operations(ObjectNode target, JsonNode patch) {
    if (!patch.isArray()) {
      throw ApiFailure.badRequest("error decoding patch: not a list of operations");
    }
    try {
      if (JsonPatch.apply(patch, target) instanceof ObjectNode result) {
        return result;
      }
      throw ApiFailure.badRequest("the patch leaves no object");
    } catch (JsonPatchException e) {
      throw ApiFailure.badRequest(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  private static void merge(ObjectNode target, ObjectNode changes) {
    for (Map.Entry<String, JsonNode> field : changes.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode into =
            target.get(field.getKey()) instanceof ObjectNode there
                ? there
                : target.putObject(field.getKey());
        merge(into, inner);
      } else {
        target.set(field.getKey(), value);
      }
    }
  }
}
