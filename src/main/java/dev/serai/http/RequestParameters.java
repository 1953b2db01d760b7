package dev.serai.http;

import dev.serai.http.RestOperations.Operation;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * The declared parameters of a request. Camel puts the headers, the query and the path of a request
 * into one map, and makes a list of values with the same name: a proxy's header {@code env} would
 * be added to the path's {@code env}. Each declared parameter is read from its declared place only;
 * undeclared ones are left unchanged.
 */
final class RequestParameters {

  private RequestParameters() {}

  /** Removes the values that come from another place. */
  static void separate(RoutingContext request, Operation operation) {
    MultiMap headers = request.request().headers();
    operation.pathParameters().forEach(headers::remove);
    operation.queryParameters().forEach(headers::remove);
    if (request.request().query() != null) {
      operation.pathParameters().forEach(request.queryParams()::remove);
    }
  }
}
