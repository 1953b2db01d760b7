package dev.serai.http;

import dev.serai.cluster.InstanceView;
import dev.serai.cluster.PodCache;
import dev.serai.instance.EnvInstance;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * AEnvironment's gauges of instances: {@code aenv_api_active_instances} and {@code
 * aenv_api_instance_uptime_seconds}.
 */
public final class InstanceGauges {

  private final PodCache cache;
  private final InstanceView view;
  private final Clock clock;
  private final MultiGauge active;
  private final MultiGauge uptime;

  public InstanceGauges(PodCache cache, InstanceView view, Clock clock, MeterRegistry registry) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.view = Objects.requireNonNull(view, "view is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.active =
        MultiGauge.builder("aenv_api_active_instances")
            .description("Number of currently active instances")
            .register(registry);
    this.uptime =
        MultiGauge.builder("aenv_api_instance_uptime_seconds")
            .description("Instance uptime in seconds")
            .register(registry);
  }

  /** Updates the gauges before each scrape. */
  public void refreshBefore(MetricsPage page) {
    page.before(this::refresh);
  }

  /** Synchronized: two concurrent updates would register the same rows. */
  private synchronized void refresh() {
    List<EnvInstance> living =
        cache.all().values().stream()
            .map(view::of)
            .filter(instance -> !instance.status().state().isFinal())
            .toList();
    Map<Tags, Long> counts =
        living.stream().collect(Collectors.groupingBy(InstanceGauges::tags, Collectors.counting()));
    active.register(
        counts.entrySet().stream().map(e -> MultiGauge.Row.of(e.getKey(), e.getValue())).toList(),
        true);
    uptime.register(
        living.stream()
            .map(
                instance ->
                    MultiGauge.Row.of(
                        tags(instance).and("instance_id", instance.id()),
                        Duration.between(instance.createdAt(), clock.instant()).toSeconds()))
            .toList(),
        true);
  }

  /** AEnvironment's business labels, its environment written as {@code name-version}. */
  private static Tags tags(EnvInstance instance) {
    return Tags.of(
        "envName", instance.env().name() + "-" + instance.env().version(),
        "experiment", instance.labels().getOrDefault("experiment", ""),
        "owner", instance.owner(),
        "app", instance.labels().getOrDefault("app", ""));
  }
}
