package dev.serai.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * AEnvironment's metrics of requests: {@code aenv_api_requests_total} and {@code
 * aenv_api_request_duration_ms}.
 */
final class RequestMetrics {

  /** The buckets of AEnvironment's histogram: 1 ms and its doubles, twenty of them. */
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

  private final MeterRegistry registry;
  private final RestOperations operations;
  private final Map<Kind, Meters> meters = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry, RestOperations operations) {
    this.registry = registry;
    this.operations = operations;
  }

  void measure(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(
        ended -> {
          Kind kind =
              new Kind(
                  method(context.request().method()),
                  endpoint(context),
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

  /** Cached, because the lookup in the registry costs more than the counting. */
  private record Meters(Counter requests, DistributionSummary duration) {}

  /** A client may invent methods, and each would become a series. */
  private static String method(HttpMethod method) {
    return KNOWN.contains(method) ? method.name() : "other";
  }

  /**
   * The template of the path, so that the number of series stays small: that of the operation, else
   * that of the {@code platform-http:} route that has served the request.
   */
  private String endpoint(RoutingContext context) {
    return operations
        .of(context)
        .map(match -> match.operation().path())
        .or(() -> Optional.ofNullable(context.currentRoute()).map(Route::getPath))
        .orElse("other");
  }
}
