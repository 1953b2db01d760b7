package dev.serai.http;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.InstanceView;
import dev.serai.cluster.PodCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;

/** Gauges of each cluster: its number of instances, and whether it is reachable. */
public final class ClusterMetrics {

  private static final String CLUSTER = "cluster";

  private final PodCache cache;
  private final InstanceView view;

  public ClusterMetrics(PodCache cache, InstanceView view) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.view = Objects.requireNonNull(view, "view is null");
  }

  /** Both are computed whenever they are read. */
  public void register(Clusters clusters, MeterRegistry registry) {
    for (Cluster cluster : clusters.all()) {
      Gauge.builder("serai_cluster_instances", cluster, this::living)
          .description("Instances that have not ended, as last observed in their cluster")
          .tag(CLUSTER, cluster.name())
          .register(registry);
      Gauge.builder("serai_cluster_up", cluster, of -> of.isLost() ? 0 : 1)
          .description("1 while the cluster answers and its watch is alive, else 0")
          .tag(CLUSTER, cluster.name())
          .register(registry);
    }
  }

  private double living(Cluster cluster) {
    return cache.in(cluster.name()).filter(pod -> !view.state(pod).isFinal()).count();
  }
}
