package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Clusters for tests; where none is behind them, nothing calls them. */
public final class TestClusters {

  private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));

  private TestClusters() {}

  public static Cluster.Description described(
      String name, String region, int weight, String... owners) {
    return new Cluster.Description(name, region, weight, Set.of(owners));
  }

  public static Cluster of(String name, int weight) {
    return of(described(name, "", weight), Clock.systemUTC());
  }

  public static Cluster of(Cluster.Description description, Clock clock) {
    return of(description, new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build(), clock);
  }

  public static Cluster of(Cluster.Description description, Config config, Clock clock) {
    ClusterClients clients =
        new ClusterClients(
            new ClusterAccess("a test", () -> config), "default", Duration.ofSeconds(20), 8, VERTX);
    return new Cluster(description, clients, clock);
  }
}
