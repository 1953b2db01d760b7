package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.JsonMergePatch;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

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
          throw ApiStatusException.badRequest("error decoding patch: not a JSON object");
        }
        JsonMergePatch.apply(target, changes);
        yield target;
      }
      case "application/json-patch+json" -> operations(target, patch);
      default ->
          throw ApiStatusException.unsupportedMediaType(
              "the body of the request was in an unknown format - accepted media types include:"
                  + " application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json");
    };
  }

  private static ObjectNode operations(ObjectNode target, JsonNode patch) {
    if (!patch.isArray()) {
      throw ApiStatusException.badRequest("error decoding patch: not a list of operations");
    }
    try {
      if (JsonPatch.apply(patch, target) instanceof ObjectNode result) {
        return result;
      }
      throw ApiStatusException.badRequest("the patch leaves no object");
    } catch (JsonPatchException e) {
      throw ApiStatusException.badRequest(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }
}
