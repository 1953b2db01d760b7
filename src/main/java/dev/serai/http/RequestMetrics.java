package dev.serai.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
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

  private static final Pattern LOGS = Pattern.compile("/env-instance/[^/]+/logs");
  private static final Pattern LIST = Pattern.compile("/env-instance/[^/]*/list");
  private static final Pattern ONE = Pattern.compile("/env-instance/[^/]+");

  private final MeterRegistry registry;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void measure(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(
        ended -> {
          Tags tags =
              Tags.of(
                  "method", context.request().method().name(),
                  "endpoint", endpoint(context.normalizedPath()),
                  "status", String.valueOf(context.response().getStatusCode()));
          Counter.builder("aenv_api_requests")
              .description("Total number of HTTP requests")
              .tags(tags)
              .register(registry)
              .increment();
          DistributionSummary.builder("aenv_api_request_duration_ms")
              .description("HTTP request duration in milliseconds")
              .serviceLevelObjectives(BUCKETS)
              .tags(tags)
              .register(registry)
              .record(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start) / 1000.0);
        });
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
    if (LOGS.matcher(path).matches()) {
      return "/env-instance/:id/logs";
    }
    if (LIST.matcher(path).matches()) {
      return "/env-instance/:id/list";
    }
    return ONE.matcher(path).matches() ? "/env-instance/:id" : "other";
  }
}
