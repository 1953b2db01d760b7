package dev.serai.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.serai.instance.RequestRejectedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of the management port beside health and metrics: {@code /admin/routes} and {@code
 * /admin/dead}. They answer in the envelope. They need no credentials, so the port is bound to the
 * loopback interface by default.
 */
public final class AdminPages {

  /** Handles a request; the result is the data of the response. */
  @FunctionalInterface
  public interface Page {

    Object answer(RoutingContext request) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(AdminPages.class);

  private static final String NOT_FOUND =
      " not found; there are /health, /metrics, /admin/routes and /admin/dead";

  private static final int LAST = 1_000_000;

  private final Router router;

  /** Serializes the data of responses. */
  public static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  public AdminPages(Router router) {
    this.router = Objects.requireNonNull(router, "router is null");
    router
        .route()
        .order(LAST)
        .handler(
            request -> {
              String asked = request.request().method() + " " + request.normalizedPath();
              write(request, Envelope.failure(404, RequestFilter.shown(asked) + NOT_FOUND));
            });
  }

  /** Serves a page; it may block. */
  public void serve(HttpMethod method, String path, Page page) {
    router
        .route(path)
        .method(method)
        .order(-1_000)
        .blockingHandler(request -> answer(request, page), false);
  }

  private void answer(RoutingContext request, Page page) {
    try {
      write(request, Envelope.success(page.answer(request)));
    } catch (RequestRejectedException refusal) {
      write(request, Envelope.failure(refusal.code(), refusal.getMessage()));
    } catch (Exception e) {
      // boundary: every failure must be answered
      String reference = UUID.randomUUID().toString();
      LOG.error("Internal error {} at {}", reference, request.normalizedPath(), e);
      write(request, Envelope.failure(500, "internal error; see the server log: " + reference));
    }
  }

  private void write(RoutingContext request, Envelope envelope) {
    String body;
    try {
      body = JSON.writeValueAsString(envelope);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a response as JSON", e);
    }
    var unused =
        request
            .response()
            .setStatusCode(envelope.success() ? 200 : envelope.code())
            .putHeader("Content-Type", "application/json")
            .end(body);
  }
}
