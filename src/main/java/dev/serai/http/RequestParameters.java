package dev.serai.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The parameters of the requests that {@code rest.camel.yaml} declares. Camel puts the headers, the
 * query and the path of a request into one map, and makes a list of what is named alike: a proxy's
 * header {@code env} would become a part of the path's {@code env}. Each is read from its own place
 * only.
 */
final class RequestParameters {

  static final List<String> OF_PATH = List.of("id", "env", "item");

  static final List<String> OF_QUERY =
      List.of(
          "status",
          "envName",
          "limit",
          "continue",
          "wait",
          "timeout",
          "events",
          "tail",
          "follow",
          "container",
          "owner",
          "state",
          "after",
          "attempt",
          "format",
          "logs");

  private RequestParameters() {}

  /** Takes off what stands in the wrong place. */
  static void separate(RoutingContext request) {
    MultiMap headers = request.request().headers();
    OF_PATH.forEach(headers::remove);
    OF_QUERY.forEach(headers::remove);
    if (request.request().query() != null) {
      OF_PATH.forEach(request.queryParams()::remove);
    }
  }
}
