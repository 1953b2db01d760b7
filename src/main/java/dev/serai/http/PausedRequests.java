package dev.serai.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Requests that wait while the routes that serve them are replaced. */
final class PausedRequests {

  private record Held(RoutingContext request, Context thread) {

    /** Matches the request against the current routes again. */
    void resume() {
      thread.runOnContext(
          unused -> {
            request.reroute(request.request().method(), request.request().uri());
            request.request().resume();
          });
    }
  }

  private final List<Held> waiting = new ArrayList<>();
  private boolean held;

  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    waiting.forEach(Held::resume);
    waiting.clear();
  }

  /** Whether the request was paused, and will be routed again. */
  synchronized boolean keeps(RoutingContext request) {
    if (held) {
      request.request().pause();
      waiting.add(new Held(request, Vertx.currentContext()));
    }
    return held;
  }
}
