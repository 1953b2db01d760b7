package dev.serai.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import java.io.IOException;

/**
 * Reads the object of a watch event. An API server names its kind first, so a pod is read as it
 * comes; fabric8's own way over a tree takes three times the processor time, and reading events was
 * the largest part of this program's.
 */
final class WatchedObject extends JsonDeserializer<Object> {

  @Override
  public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
    String kind = null;
    String version = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.currentName().equals("kind")) {
        kind = json.nextTextValue();
      } else if (json.currentName().equals("apiVersion")) {
        version = json.nextTextValue();
      } else {
        break;
      }
    }
    // from here on the parser stands in the middle of an object, which Jackson allows
    if ("Pod".equals(kind)) {
      // not readValue, which would search the annotations of the class each time
      return context
          .findContextualValueDeserializer(context.constructType(Pod.class), null)
          .deserialize(json, context);
    }
    ObjectNode other = context.readValue(json, ObjectNode.class);
    if (kind != null) {
      other.put("kind", kind);
    }
    if (version != null) {
      other.put("apiVersion", version);
    }
    return context.readTreeAsValue(other, type(other.path("kind").asText()));
  }

  private static Class<?> type(String kind) {
    return switch (kind) {
      case "Pod" -> Pod.class;
      case "Status" -> Status.class;
      default -> GenericKubernetesResource.class;
    };
  }
}
