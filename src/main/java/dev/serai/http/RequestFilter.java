package dev.serai.http;

import dev.serai.base.Text;
import dev.serai.http.RestOperations.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP handlers around the routes: every response is in the envelope, also those that no route
 * produces (404, 405, 413, 415, 503 while the server stops), and AEnvironment's metrics of requests
 * are recorded.
 */
public final class RequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
  private static final int FIRST = -1_000_000;
  private static final int LAST = 1_000_000;

  private final RequestMetrics metrics;
  private final long maxBodySize;
  private final RestOperations operations;
  private final Predicate<RoutingContext> uploads;
  private final AtomicBoolean open = new AtomicBoolean();
  private final PausedRequests held = new PausedRequests();

  /**
   * @param maxBodySize of a request, in bytes
   * @param uploads requests whose bodies are received and checked elsewhere
   */
  public RequestFilter(
      MeterRegistry metrics,
      long maxBodySize,
      RestOperations operations,
      Predicate<RoutingContext> uploads) {
    this.operations = Objects.requireNonNull(operations, "operations is null");
    this.metrics =
        new RequestMetrics(Objects.requireNonNull(metrics, "metrics is null"), operations);
    this.maxBodySize = maxBodySize;
    this.uploads = Objects.requireNonNull(uploads, "uploads is null");
  }

  /** Adds its handlers before and after those of the routes. */
  public void install(Router router) {
    router.route().order(FIRST).handler(this::enter).failureHandler(this::fail);
    router.route().order(LAST).handler(context -> notServed(router, context));
  }

  /** From now on, requests are passed on to the routes. */
  public void open() {
    open.set(true);
  }

  /** From now on, new requests are answered 503; requests in flight continue. */
  public void close() {
    open.set(false);
  }

  public boolean isOpen() {
    return open.get();
  }

  /** From now on, new requests wait. */
  public void hold() {
    held.hold();
  }

  /** Passes the waiting requests on to the current routes. */
  public void release() {
    held.release();
  }

  private void enter(RoutingContext context) {
    if (held.keeps(context)) {
      return;
    }
    metrics.measure(context);
    if (!open.get()) {
      context.response().putHeader("Retry-After", "2").putHeader("Connection", "close");
      answer(context, 503, "this server is starting or stopping; try again");
      return;
    }
    Optional<Operation> operation = operations.of(context).map(RestOperations.Match::operation);
    if (!uploads.test(context) && isRefused(context, operation)) {
      return;
    }
    operation.ifPresent(declared -> RequestParameters.separate(context, declared));
    context.next();
  }

  /**
   * Whether the request was answered with a rejection of the body's declared type, encoding or
   * length.
   */
  private boolean isRefused(RoutingContext context, Optional<Operation> operation) {
    BodyKind body = BodyKind.of(context);
    Optional<String> fault =
        hasBody(context.request().method())
            ? operation.flatMap(declared -> body.fault(declared.consumes()))
            : Optional.empty();
    if (fault.isPresent()) {
      answer(context, 415, fault.get());
      return true;
    }
    if (body.declaredLength() > maxBodySize) {
      tooLarge(context);
      return true;
    }
    return false;
  }

  private void tooLarge(RoutingContext context) {
    // the rest of the body is not read
    context.response().putHeader("Connection", "close");
    answer(context, 413, "the body is larger than " + maxBodySize + " bytes (serai.max-body-size)");
  }

  private static boolean hasBody(HttpMethod method) {
    return method.equals(HttpMethod.POST)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.PATCH);
  }

  private void fail(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      // already answered, or the client has disconnected
      return;
    }
    if (context.response().headWritten()) {
      // a response that broke off in the middle: the client must see that it is incomplete
      context.response().reset();
      return;
    }
    int code = context.statusCode();
    if (code == 413) {
      tooLarge(context);
    } else if (code >= 400 && code < 500) {
      answer(context, code, "the request is malformed");
    } else {
      LOG.error("A request failed outside the routes", context.failure());
      answer(context, 500, "internal error; see the server log");
    }
  }

  private static void notServed(Router router, RoutingContext context) {
    String path = context.normalizedPath();
    String allowed =
        router.getRoutes().stream()
            .filter(route -> route.methods() != null && matches(route, path))
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .sorted()
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    if (allowed.isEmpty()) {
      answer(
          context,
          404,
          "path " + shown(path) + " not found; GET /openapi.json lists the operations");
    } else {
      context.response().putHeader("Allow", allowed);
      answer(
          context, 405, context.request().method() + " is not allowed here; allowed: " + allowed);
    }
  }

  private static boolean matches(Route route, String path) {
    String pattern = route.getPath();
    if (pattern == null) {
      return false;
    }
    String[] wanted = pattern.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean fits = wanted[i].startsWith(":") ? !given[i].isEmpty() : wanted[i].equals(given[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  static String shown(String text) {
    return '"' + Text.printable(Text.cut(text, 100)) + '"';
  }

  static void answer(RoutingContext context, int code, String message) {
    ErrorResponses.give(context, code, message);
  }
}
