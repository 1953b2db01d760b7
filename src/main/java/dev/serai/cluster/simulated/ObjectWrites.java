package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Creates, replaces, patches and deletes objects by the API server's rules. */
final class ObjectWrites {

  private static final int MAX_GENERATED_BASE = 58;

  private final ObjectStore store;
  private final SimulatedKubelet life;
  private final Clock clock;

  ObjectWrites(ObjectStore store, SimulatedKubelet life, Clock clock) {
    this.store = store;
    this.life = life;
    this.clock = clock;
  }

  StoredObject create(Resource resource, String namespace, Buffer body) {
    HasMetadata object = decode(resource, namespace, ObjectCodec.parseObject(body, resource.kind));
    ObjectMeta meta = object.getMetadata();
    boolean unnamed = meta.getName() == null || meta.getName().isEmpty();
    if (unnamed && meta.getGenerateName() != null && !meta.getGenerateName().isEmpty()) {
      String base = meta.getGenerateName();
      if (base.length() > MAX_GENERATED_BASE) {
        base = base.substring(0, MAX_GENERATED_BASE);
      }
      meta.setName(base + UUID.randomUUID().toString().substring(0, 5));
    }
    if (meta.getResourceVersion() != null && !meta.getResourceVersion().isEmpty()) {
      throw ApiStatusException.badRequest(
          "resourceVersion should not be set on objects to be created");
    }
    meta.setUid(UUID.randomUUID().toString());
    meta.setCreationTimestamp(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    meta.setDeletionTimestamp(null);
    meta.setDeletionGracePeriodSeconds(null);
    if (object instanceof Pod pod) {
      PodStatuses.pending(pod);
    }
    check(resource, object);
    if (store.find(resource, namespace, meta.getName()).isPresent()) {
      throw ApiStatusException.alreadyExists(resource, meta.getName());
    }
    return store.put(resource, object);
  }

  StoredObject replace(Resource resource, String namespace, String name, Buffer body) {
    ObjectNode tree = ObjectCodec.parseObject(body, resource.kind);
    Optional<StoredObject> current = store.find(resource, namespace, name);
    if (current.isEmpty() && resource == Resource.LEASES) {
      return create(resource, namespace, body);
    }
    return update(current.orElseThrow(() -> ApiStatusException.notFound(resource, name)), tree);
  }

  StoredObject patch(Resource resource, String namespace, String name, String type, Buffer body) {
    StoredObject current = store.get(resource, namespace, name);
    JsonNode patch = ObjectCodec.parse(body, resource.kind);
    return update(current, Patches.apply(current.tree(), type, patch));
  }

  private StoredObject update(StoredObject current, ObjectNode tree) {
    Resource resource = current.resource();
    HasMetadata object = decode(resource, current.namespace(), tree);
    HasMetadata old = current.as(resource.type);
    ObjectMeta meta = object.getMetadata();
    ObjectMeta was = old.getMetadata();
    if (!current.name().equals(meta.getName())) {
      throw ApiStatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(meta.getName(), current.name()));
    }
    if (meta.getUid() != null && !meta.getUid().isEmpty() && !meta.getUid().equals(was.getUid())) {
      throw ApiStatusException.conflict(
          resource,
          current.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(meta.getUid(), was.getUid()));
    }
    expectVersion(current, meta.getResourceVersion());
    meta.setUid(was.getUid());
    meta.setGenerateName(was.getGenerateName());
    meta.setCreationTimestamp(was.getCreationTimestamp());
    meta.setDeletionTimestamp(was.getDeletionTimestamp());
    meta.setDeletionGracePeriodSeconds(was.getDeletionGracePeriodSeconds());
    if (object instanceof Pod pod && old instanceof Pod before) {
      pod.setStatus(before.getStatus());
      check(resource, pod);
      PodUpdates.check(before, pod);
    } else {
      check(resource, object);
    }
    meta.setResourceVersion(was.getResourceVersion());
    if (ObjectCodec.tree(object).equals(current.tree())) {
      return current;
    }
    StoredObject stored = store.put(resource, object);
    if (object instanceof Pod pod) {
      life.of(stored.uid())
          .ifPresent(l -> life.watchDeadline(l, pod.getSpec().getActiveDeadlineSeconds()));
    }
    return stored;
  }

  private static void expectVersion(StoredObject current, String version) {
    if (version == null || version.isEmpty()) {
      if (current.resource() == Resource.LEASES) {
        FieldErrors errors = new FieldErrors();
        errors.invalid("metadata.resourceVersion", "0x0", "must be specified for an update");
        errors.refuse(current.resource(), current.name());
      }
    } else if (!version.equals(Long.toString(current.version()))) {
      throw ApiStatusException.conflict(
          current.resource(),
          current.name(),
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
  }

  /**
   * @param options a DeleteOptions object, or nothing
   * @param querySeconds the grace period of the query string, which counts if the body has none
   */
  StoredObject delete(StoredObject stored, Buffer options, Optional<Long> querySeconds) {
    ObjectNode tree =
        options.length() == 0
            ? ObjectCodec.newTree()
            : ObjectCodec.parseObject(options, "DeleteOptions");
    JsonNode preconditions = tree.path("preconditions");
    String uid = preconditions.path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(stored.uid())) {
      throw ApiStatusException.conflict(
          stored.resource(),
          stored.name(),
          ("the UID in the precondition (%s) does not match the UID in record (%s). The object"
                  + " might have been deleted and then recreated")
              .formatted(uid, stored.uid()));
    }
    String version = preconditions.path("resourceVersion").asText("");
    if (!version.isEmpty() && !version.equals(Long.toString(stored.version()))) {
      throw ApiStatusException.conflict(
          stored.resource(),
          stored.name(),
          ("the ResourceVersion in the precondition (%s) does not match the ResourceVersion in"
                  + " record (%d). The object might have been modified")
              .formatted(version, stored.version()));
    }
    Optional<Long> seconds =
        tree.hasNonNull("gracePeriodSeconds")
            ? Optional.of(tree.get("gracePeriodSeconds").asLong())
            : querySeconds;
    return stored.resource() == Resource.PODS ? life.delete(stored, seconds) : store.remove(stored);
  }

  private static HasMetadata decode(Resource resource, String namespace, ObjectNode tree) {
    String kind = tree.path("kind").asText(resource.kind);
    String version = tree.path("apiVersion").asText(resource.apiVersion());
    if (!kind.equals(resource.kind) || !version.equals(resource.apiVersion())) {
      throw ApiStatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: converting (%s) to (%s): unknown conversion"
              .formatted(kind, resource.version, resource.kind, kind, resource.kind));
    }
    tree.put("kind", resource.kind).put("apiVersion", resource.apiVersion());
    if (resource == Resource.PODS) {
      PodDefaulting.checkQuantities(tree);
    }
    HasMetadata object = ObjectCodec.typed(tree, resource.type, resource.kind, resource.version);
    if (object.getMetadata() == null) {
      object.setMetadata(new ObjectMeta());
    }
    ObjectMeta meta = object.getMetadata();
    meta.setManagedFields(null);
    String given = meta.getNamespace();
    if (given != null && !given.isEmpty() && !given.equals(namespace)) {
      throw ApiStatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    meta.setNamespace(namespace);
    if (object instanceof Pod pod) {
      PodDefaulting.fill(pod);
    }
    return object;
  }

  private static void check(Resource resource, HasMetadata object) {
    if (object instanceof Pod pod) {
      PodRules.check(pod);
    } else {
      FieldErrors errors = new FieldErrors();
      MetadataRules.check(object.getMetadata(), errors);
      errors.refuse(resource, Objects.requireNonNullElse(object.getMetadata().getName(), ""));
    }
  }

  /** Whether a content type is JSON, which is all that is spoken here. */
  static void expectJson(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.startsWith("application/json") && !type.startsWith("*/*")) {
      throw ApiStatusException.unsupportedMediaType(
          "the body of the request was in an unknown format - accepted media types include:"
              + " application/json");
    }
  }
}
