package dev.serai.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Responses in the envelope that do not come from a route. */
public final class ErrorResponses {

  private ErrorResponses() {}

  /** Ends the request. */
  public static void give(RoutingContext context, int code, String message) {
    HttpServerResponse response = context.response();
    response.setStatusCode(code).putHeader("Content-Type", "application/json");
    var unused = response.end(Envelope.failure(code, message).json());
  }
}
