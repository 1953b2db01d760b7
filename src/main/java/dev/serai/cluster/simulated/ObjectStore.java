package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All objects, ordered by namespace and name, with one sequence of versions and a short history.
 */
final class ObjectStore {

  private static final class Table {
    final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    final Deque<ObjectChange> history = new ArrayDeque<>();
    final Set<Consumer<ObjectChange>> listeners = new LinkedHashSet<>();

    /** The last version that history no longer holds. */
    long forgotten;
  }

  private final Map<Resource, Table> tables = new EnumMap<>(Resource.class);
  private long version = 1_000;

  ObjectStore() {
    for (Resource resource : Resource.values()) {
      tables.put(resource, new Table());
    }
    forgetHistory();
  }

  long version() {
    return version;
  }

  Optional<StoredObject> find(Resource resource, String namespace, String name) {
    return Optional.ofNullable(table(resource).objects.get(StoredObject.key(namespace, name)));
  }

  StoredObject get(Resource resource, String namespace, String name) {
    return find(resource, namespace, name)
        .orElseThrow(() -> ApiStatusException.notFound(resource, name));
  }

  Optional<Pod> pod(String namespace, String name, String uid) {
    return find(Resource.PODS, namespace, name)
        .filter(stored -> stored.uid().equals(uid))
        .map(stored -> stored.as(Pod.class));
  }

  /**
   * The objects whose key is greater, in order.
   *
   * @param namespace all of them if empty
   */
  Collection<StoredObject> after(Resource resource, String namespace, String key) {
    NavigableMap<String, StoredObject> objects = table(resource).objects;
    if (!namespace.isEmpty()) {
      objects = objects.subMap(namespace + "/", true, namespace + "0", false);
      if (!key.isEmpty() && !objects.isEmpty() && key.compareTo(objects.lastKey()) >= 0) {
        return List.of();
      }
    }
    if (key.isEmpty() || objects.isEmpty() || key.compareTo(objects.firstKey()) < 0) {
      return Collections.unmodifiableCollection(objects.values());
    }
    return Collections.unmodifiableCollection(objects.tailMap(key, false).values());
  }

  int size(Resource resource) {
    return table(resource).objects.size();
  }

  /** Stores the object under the next version, and notifies the watches. */
  StoredObject put(Resource resource, HasMetadata object) {
    StoredObject after = stamp(resource, object);
    Optional<StoredObject> before =
        Optional.ofNullable(table(resource).objects.put(after.key(), after));
    publish(resource, ObjectChange.of(before, after));
    return after;
  }

  StoredObject remove(StoredObject stored) {
    StoredObject last = stamp(stored.resource(), stored.as(stored.resource().type));
    table(stored.resource()).objects.remove(stored.key());
    publish(stored.resource(), ObjectChange.deletion(stored, last));
    return last;
  }

  void listen(Resource resource, Consumer<ObjectChange> listener) {
    table(resource).listeners.add(listener);
  }

  void ignore(Resource resource, Consumer<ObjectChange> listener) {
    table(resource).listeners.remove(listener);
  }

  /**
   * @throws ApiStatusException 410 if some of it is forgotten
   */
  List<ObjectChange> since(Resource resource, long seen) {
    Table table = table(resource);
    if (seen < table.forgotten) {
      throw ApiStatusException.expired(
          "too old resource version: %d (%d)".formatted(seen, table.forgotten + 1));
    }
    return table.history.stream().filter(change -> change.version() > seen).toList();
  }

  /** As a compaction does: a watch that is not up to date must list again. */
  void forgetHistory() {
    version++;
    for (Table table : tables.values()) {
      table.history.clear();
      table.forgotten = version;
    }
  }

  private StoredObject stamp(Resource resource, HasMetadata object) {
    object.getMetadata().setResourceVersion(Long.toString(++version));
    return StoredObject.of(resource, object);
  }

  private void publish(Resource resource, ObjectChange change) {
    Table table = table(resource);
    table.history.addLast(change);
    if (table.history.size() > resource.history) {
      table.forgotten = table.history.removeFirst().version();
    }
    List.copyOf(table.listeners).forEach(listener -> listener.accept(change));
  }

  private Table table(Resource resource) {
    return tables.get(resource);
  }
}
