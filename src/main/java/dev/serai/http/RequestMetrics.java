package dev.serai.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * AEnvironment's metrics of requests: {@code aenv_api_requests_total} and {@code
 * aenv_api_request_duration_ms}.
 */
final class RequestMetrics {

  /** As AEnvironment's histogram: 1 ms and its doubles, twenty of them. */
  private static final double[] BUCKETS =
      DoubleStream.iterate(1, bound -> bound * 2).limit(20).toArray();

  private static final Set<HttpMethod> KNOWN =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE);

  private static final Pattern LOGS = Pattern.compile("/env-instance/[^/]+/logs");
  private static final Pattern LIST = Pattern.compile("/env-instance/[^/]*/list");
  private static final Pattern ONE = Pattern.compile("/env-instance/[^/]+");

  private static final String BATCHES = "/batches";
  private static final Pattern BATCH = Pattern.compile("/batches/[^/]+(/.+)?");
  private static final Pattern ITEM = Pattern.compile("/items/[^/]+(/.+)?");
  private static final Set<String> BELOW_BATCH =
      Set.of(
          "",
          "/items",
          "/items/:item",
          "/items/:item/logs",
          "/results",
          "/events",
          "/cancel",
          "/pause",
          "/resume",
          "/retry");

  private final MeterRegistry registry;
  private final Map<Kind, Meters> meters = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void measure(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(
        ended -> {
          Kind kind =
              new Kind(
                  method(context.request().method()),
                  endpoint(context.normalizedPath()),
                  context.response().getStatusCode());
          Meters of = meters.computeIfAbsent(kind, this::register);
          of.requests().increment();
          of.duration().record(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start) / 1000.0);
        });
  }

  private Meters register(Kind kind) {
    Tags tags =
        Tags.of(
            "method", kind.method(),
            "endpoint", kind.endpoint(),
            "status", String.valueOf(kind.status()));
    return new Meters(
        Counter.builder("aenv_api_requests")
            .description("Total number of HTTP requests")
            .tags(tags)
            .register(registry),
        DistributionSummary.builder("aenv_api_request_duration_ms")
            .description("HTTP request duration in milliseconds")
            .serviceLevelObjectives(BUCKETS)
            .tags(tags)
            .register(registry));
  }

  private record Kind(String method, String endpoint, int status) {}

  /** Those of one kind; to ask the registry for them at every request costs more than to count. */
  private record Meters(Counter requests, DistributionSummary duration) {}

  /** A client may make up methods, and each would be a series. */
  private static String method(HttpMethod method) {
    return KNOWN.contains(method) ? method.name() : "other";
  }

  /**
   * The path without what is different in every request, so that the number of series stays small.
   */
  private static String endpoint(String path) {
    if (path.equals("/env-instance")
        || path.equals("/env-instance/list")
        || path.equals("/openapi.json")) {
      return path;
    }
    if (path.equals(BATCHES)) {
      return path;
    }
    Matcher batch = BATCH.matcher(path);
    if (batch.matches()) {
      String below = batch.group(1) == null ? "" : batch.group(1);
      Matcher item = ITEM.matcher(below);
      String known = item.matches() ? "/items/:item" + Objects.toString(item.group(1), "") : below;
      return BELOW_BATCH.contains(known) ? "/batches/:id" + known : "other";
    }
    if (LOGS.matcher(path).matches()) {
      return "/env-instance/:id/logs";
    }
    if (LIST.matcher(path).matches()) {
      return "/env-instance/:id/list";
    }
    return ONE.matcher(path).matches() ? "/env-instance/:id" : "other";
  }
}
