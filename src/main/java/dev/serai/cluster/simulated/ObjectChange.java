package dev.serai.cluster.simulated;

import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One step of an object from version to version; its frames are written once for all watches. */
final class ObjectChange {

  /** As watches name it. */
  enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  private final Optional<StoredObject> before;
  private final StoredObject after;
  private final boolean deleted;
  private final Map<Type, Buffer> frames = new EnumMap<>(Type.class);

  private ObjectChange(Optional<StoredObject> before, StoredObject after, boolean deleted) {
    this.before = before;
    this.after = after;
    this.deleted = deleted;
  }

  static ObjectChange of(Optional<StoredObject> before, StoredObject after) {
    return new ObjectChange(before, after, false);
  }

  static ObjectChange deletion(StoredObject before, StoredObject last) {
    return new ObjectChange(Optional.of(before), last, true);
  }

  long version() {
    return after.version();
  }

  Optional<StoredObject> before() {
    return before;
  }

  StoredObject after() {
    return after;
  }

  boolean deleted() {
    return deleted;
  }

  /**
   * The event that a watch with this selector gets: an object that leaves the selection is deleted
   * for the watch.
   */
  Optional<Type> seenBy(ObjectSelector selection) {
    boolean was = before.filter(selection::matches).isPresent();
    boolean is = !deleted && selection.matches(after);
    if (is) {
      return Optional.of(was ? Type.MODIFIED : Type.ADDED);
    }
    return was ? Optional.of(Type.DELETED) : Optional.empty();
  }

  Buffer frame(Type type) {
    return frames.computeIfAbsent(type, t -> frame(t.name(), after.json()));
  }

  static Buffer frame(String type, Buffer object) {
    return Buffer.buffer(object.length() + 40)
        .appendString("{\"type\":\"" + type + "\",\"object\":")
        .appendBuffer(object)
        .appendString("}\n");
  }
}
