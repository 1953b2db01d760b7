package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;

/**
 * One version of an object. Only its JSON is kept, a few kilobytes where the object tree would be
 * ten times that, with what selectors look at beside it.
 *
 * @param fields what field selectors may ask for
 */
record StoredObject(
    Resource resource,
    String namespace,
    String name,
    String uid,
    long version,
    Map<String, String> labels,
    Map<String, String> fields,
    Buffer json) {

  StoredObject {
    labels = Map.copyOf(labels);
    fields = Map.copyOf(fields);
  }

  static StoredObject of(Resource resource, HasMetadata object) {
    var meta = object.getMetadata();
    return new StoredObject(
        resource,
        meta.getNamespace(),
        meta.getName(),
        meta.getUid(),
        Long.parseLong(meta.getResourceVersion()),
        Objects.requireNonNullElse(meta.getLabels(), Map.of()),
        SelectableFields.of(object),
        ObjectCodec.write(object));
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  String key() {
    return key(namespace, name);
  }

  <T extends HasMetadata> T as(Class<T> type) {
    return ObjectCodec.read(json, type);
  }

  ObjectNode tree() {
    return ObjectCodec.read(json, ObjectNode.class);
  }
}
