package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests: from the path and the method to what is done, and every failure to a Status.
 */
final class ApiServer {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final Vertx vertx;
  private final ObjectStore store;
  private final SimulatedKubelet life;
  private final ObjectWrites writes;
  private final Clock clock;
  private final Set<WatchStream> watches = new LinkedHashSet<>();

  ApiServer(Vertx vertx, ObjectStore store, SimulatedKubelet life, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.life = life;
    this.writes = new ObjectWrites(store, life, clock);
    this.clock = clock;
  }

  void endWatches() {
    List.copyOf(watches).forEach(WatchStream::end);
  }

  int watches() {
    return watches.size();
  }

  void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String length = request.getHeader("Content-Length");
    if (length != null && length.length() > 6 && Long.parseLong(length) > LARGEST_BODY) {
      fail(response.putHeader("Connection", "close"), ApiStatusException.tooLarge(LARGEST_BODY));
      return;
    }
    if (HttpMethod.GET.equals(request.method())) {
      guarded(response, () -> read(request));
    } else {
      request
          .body()
          .onSuccess(body -> guarded(response, () -> write(request, body)))
          .onFailure(gone -> LOG.debug("A client left before its request was whole", gone));
    }
  }

  private void guarded(HttpServerResponse response, Runnable action) {
    try {
      action.run();
    } catch (ApiStatusException e) {
      fail(response, e);
    } catch (RuntimeException e) {
      LOG.warn("The simulated cluster failed to answer a request", e);
      fail(response, ApiStatusException.internal(e));
    }
  }

  private static void fail(HttpServerResponse response, ApiStatusException failure) {
    if (!response.ended() && !response.headWritten()) {
      answer(response, failure.status().getCode(), ObjectCodec.write(failure.status()));
    }
  }

  private static void answer(HttpServerResponse response, int code, Buffer json) {
    response.setStatusCode(code).putHeader("Content-Type", "application/json").end(json);
  }

  private void read(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String path = request.path();
    if (Discovery.answers(path)) {
      if (path.endsWith("z")) {
        response.putHeader("Content-Type", "text/plain").end("ok");
      } else {
        answer(response, 200, Discovery.document(path));
      }
      return;
    }
    ApiPath what = ApiPath.parse(path);
    ApiQuery query = new ApiQuery(request.params());
    if ("log".equals(what.subresource()) && what.resource() == Resource.PODS) {
      log(what, query, response);
    } else if (!what.subresource().isEmpty() && !"status".equals(what.subresource())) {
      throw ApiStatusException.noSuchPath();
    } else if (query.flag("watch")) {
      watch(query.watch(what), request);
    } else if (what.isCollection()) {
      Buffer page =
          Listing.page(
              store, what.resource(), query.selection(what), query.limit(), query.text("continue"));
      answer(response, 200, page);
    } else {
      answer(response, 200, store.get(what.resource(), what.namespace(), what.name()).json());
    }
  }

  private void watch(WatchStream.Request watch, HttpServerRequest request) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      request
          .toWebSocket()
          .onSuccess(
              socket -> new WatchStream(vertx, store, watch, WatchSink.of(socket), watches).start())
          .onFailure(e -> LOG.debug("A WebSocket was not opened", e));
    } else {
      new WatchStream(vertx, store, watch, WatchSink.of(request.response()), watches).start();
    }
  }

  private void log(ApiPath what, ApiQuery query, HttpServerResponse response) {
    StoredObject stored = store.get(Resource.PODS, what.namespace(), what.name());
    ContainerLifecycle itsLife =
        life.of(stored.uid())
            .orElseThrow(() -> ApiStatusException.notFound(Resource.PODS, what.name()));
    PodLog log = PodLog.of(stored.as(Pod.class), itsLife, query.text("container"));
    new LogStream(vertx, log, query.log(clock), response).start();
  }

  private void write(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    String contentType = Objects.requireNonNullElse(request.getHeader("Content-Type"), "");
    if (AccessReview.PATH.equals(request.path()) && HttpMethod.POST.equals(request.method())) {
      answer(response, 201, AccessReview.allow(body));
      return;
    }
    ApiPath what = ApiPath.parse(request.path());
    if (!what.subresource().isEmpty() || what.namespace().isEmpty()) {
      throw what.subresource().isEmpty()
          ? ApiStatusException.methodNotAllowed()
          : ApiStatusException.noSuchPath();
    }
    ApiQuery query = new ApiQuery(request.params());
    switch (request.method().name()) {
      case "POST" -> {
        refuseUnless(what.isCollection());
        ObjectWrites.expectJson(contentType);
        answer(response, 201, writes.create(what.resource(), what.namespace(), body).json());
      }
      case "PUT" -> {
        refuseUnless(!what.isCollection());
        ObjectWrites.expectJson(contentType);
        answer(
            response,
            200,
            writes.replace(what.resource(), what.namespace(), what.name(), body).json());
      }
      case "PATCH" -> {
        refuseUnless(!what.isCollection());
        answer(
            response,
            200,
            writes.patch(what.resource(), what.namespace(), what.name(), contentType, body).json());
      }
      case "DELETE" -> delete(what, query, body, response);
      default -> throw ApiStatusException.methodNotAllowed();
    }
  }

  private void delete(ApiPath what, ApiQuery query, Buffer body, HttpServerResponse response) {
    if (!what.isCollection()) {
      StoredObject stored = store.get(what.resource(), what.namespace(), what.name());
      answer(response, 200, writes.delete(stored, body, query.gracePeriod()).json());
      return;
    }
    ObjectSelector selection = query.selection(what);
    ObjectNode list = ObjectCodec.newTree();
    list.put("kind", what.resource().kind + "List").put("apiVersion", what.resource().apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    var items = list.putArray("items");
    for (StoredObject stored : List.copyOf(store.after(what.resource(), what.namespace(), ""))) {
      if (selection.matches(stored)) {
        items.add(writes.delete(stored, body, query.gracePeriod()).tree());
      }
    }
    answer(response, 200, ObjectCodec.write(list));
  }

  private static void refuseUnless(boolean allowed) {
    if (!allowed) {
      throw ApiStatusException.methodNotAllowed();
    }
  }
}
