package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** One client's watch, from its opening to its end. */
final class WatchStream {

  /** Bytes that may wait for a slow client before its watch is ended. */
  static final int BACKLOG = 32 * 1024 * 1024;

  private static final Duration BOOKMARKS = Duration.ofSeconds(30);

  /**
   * @param since the version the client has seen; empty for everything there is, first
   * @param bookmarks whether the client takes versions without an object
   * @param timeout after which the server ends the watch
   */
  record Request(
      Resource resource,
      ObjectSelector selection,
      OptionalLong since,
      boolean bookmarks,
      Duration timeout) {}

  private final Vertx vertx;
  private final ObjectStore store;
  private final Request request;
  private final WatchSink sink;
  private final Set<WatchStream> open;
  private final Consumer<ObjectChange> listener = this::offer;
  private final List<Long> timers = new ArrayList<>();
  private boolean closed;

  /**
   * @param open the watches that are open, which this one joins and leaves
   */
  WatchStream(
      Vertx vertx, ObjectStore store, Request request, WatchSink sink, Set<WatchStream> open) {
    this.vertx = vertx;
    this.store = store;
    this.request = request;
    this.sink = sink;
    this.open = open;
  }

  void start() {
    Resource resource = request.resource();
    List<ObjectChange> missed = List.of();
    if (request.since().isPresent()) {
      try {
        missed = store.since(resource, request.since().getAsLong());
      } catch (ApiStatusException tooOld) {
        sink.send(ObjectChange.frame("ERROR", ObjectCodec.write(tooOld.status())));
        sink.end();
        return;
      }
    } else {
      for (StoredObject stored : store.after(resource, request.selection().namespace(), "")) {
        if (request.selection().matches(stored)) {
          sink.send(ObjectChange.frame("ADDED", stored.json()));
        }
      }
    }
    missed.forEach(this::send);
    open.add(this);
    sink.onClose(this::close);
    store.listen(resource, listener);
    timers.add(
        vertx.setTimer(
            request.timeout().toMillis(),
            timer -> {
              bookmark();
              end();
            }));
    if (request.bookmarks()) {
      timers.add(vertx.setPeriodic(BOOKMARKS.toMillis(), timer -> bookmark()));
    }
  }

  private void offer(ObjectChange change) {
    if (sink.congested()) {
      end();
    } else {
      send(change);
    }
  }

  private void send(ObjectChange change) {
    change.seenBy(request.selection()).ifPresent(type -> sink.send(change.frame(type)));
  }

  private void bookmark() {
    if (closed || !request.bookmarks()) {
      return;
    }
    ObjectNode object = ObjectCodec.newTree();
    object.put("kind", request.resource().kind).put("apiVersion", request.resource().apiVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    Buffer json = ObjectCodec.write(object);
    sink.send(ObjectChange.frame("BOOKMARK", json));
  }

  void end() {
    if (!closed) {
      close();
      sink.end();
    }
  }

  private void close() {
    closed = true;
    open.remove(this);
    store.ignore(request.resource(), listener);
    timers.forEach(vertx::cancelTimer);
  }
}
