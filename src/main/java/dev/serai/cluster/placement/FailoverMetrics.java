package dev.serai.cluster.placement;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.instance.RequestRejectedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the instances for which a cluster was tried and passed over for another one. */
final class FailoverMetrics {

  private final Map<String, Counter> unreachable;
  private final Map<String, Counter> full;
  private final Map<String, Counter> rejected;

  FailoverMetrics(Clusters clusters, MeterRegistry metrics) {
    this.unreachable = counters(clusters, metrics, "unreachable");
    this.full = counters(clusters, metrics, "full");
    this.rejected = counters(clusters, metrics, "rejected");
  }

  private static Map<String, Counter> counters(
      Clusters clusters, MeterRegistry metrics, String reason) {
    return clusters.all().stream()
        .collect(
            Collectors.toMap(
                Cluster::name,
                cluster ->
                    Counter.builder("serai_cluster_passed_over")
                        .description("Instances that went to another cluster after this was tried")
                        .tags("cluster", cluster.name(), "reason", reason)
                        .register(metrics)));
  }

  void count(Cluster cluster, RuntimeException failure) {
    reason(failure).get(cluster.name()).increment();
  }

  private Map<String, Counter> reason(RuntimeException failure) {
    if (failure instanceof RequestRejectedException refusal) {
      return refusal.isCapacityExceeded() ? full : rejected;
    }
    return unreachable;
  }
}
