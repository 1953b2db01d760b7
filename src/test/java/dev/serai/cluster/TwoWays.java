package dev.serai.cluster;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.ClusterProxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;

/** A simulated cluster, and two configurations to reach it by, each of which can be spoiled. */
final class TwoWays implements AutoCloseable {

  private static final ClusterProxy.Treatment UNAUTHORIZED =
      ClusterProxy.Treatment.status(401, "Unauthorized", "Unauthorized");

  private final SimulatedCluster simulated =
      SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
  private final ClusterProxy first = ClusterProxy.to(simulated.url());
  private final ClusterProxy second = ClusterProxy.to(simulated.url());
  private final KubernetesClient direct =
      new KubernetesClientBuilder().withConfig(simulated.config()).build();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
  private final ClusterClients clients =
      new ClusterClients(
          new ClusterAccess("the first way", () -> by(first)),
          "default",
          Duration.ofSeconds(20),
          50,
          vertx);
  private final Cluster cluster =
      new Cluster(Cluster.Description.only(), clients, Clock.systemUTC());

  /** Begins with the first. */
  static TwoWays start() {
    return new TwoWays();
  }

  ClusterClients clients() {
    return clients;
  }

  Cluster cluster() {
    return cluster;
  }

  ClusterProxy first() {
    return first;
  }

  ClusterProxy second() {
    return second;
  }

  /** Lets clients of the second way take over. */
  void exchange() {
    clients.replace(by(second));
  }

  /** What is open goes on; what begins is rejected. */
  void rejectOnTheFirst() {
    first.treat(head -> UNAUTHORIZED);
  }

  Pod create(String name) {
    return direct
        .pods()
        .inNamespace("default")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("ours", "yes")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  void delete(String name) {
    direct.pods().inNamespace("default").withName(name).withGracePeriod(0).delete();
  }

  private static Config by(ClusterProxy proxy) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(proxy.url().toString())
        .withOauthToken("t")
        .build();
  }

  @Override
  public void close() {
    clients.close();
    direct.close();
    first.close();
    second.close();
    simulated.close();
    var unused = vertx.close();
  }
}
