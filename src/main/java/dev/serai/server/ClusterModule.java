package dev.serai.server;

import dev.serai.alicloud.access.AckCluster;
import dev.serai.alicloud.access.ClusterCredentials;
import dev.serai.alicloud.api.KmsSecrets;
import dev.serai.alicloud.pod.AckDefaults;
import dev.serai.alicloud.pod.AckPodFeatures;
import dev.serai.cluster.Cluster;
import dev.serai.cluster.ClusterAccess;
import dev.serai.cluster.ClusterClients;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.pod.PodPlanner;
import dev.serai.settings.ClusterSettings;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * One open cluster.
 *
 * @param planner creates this cluster's pod specs from plans
 */
record ClusterModule(Cluster cluster, PodPlanner planner) {

  /** The collaborators that clusters are opened with. */
  record ClusterContext(
      Clock clock,
      SimulationTiming timing,
      MeterRegistry metrics,
      CredentialHealth health,
      Vertx vertx,
      CloseableStack parts) {}

  static boolean isSimulated(Settings settings) {
    return settings.text(Setting.SCHEDULE_TYPE).equals("simulated");
  }

  static boolean isAck(Settings settings) {
    return settings.text(Setting.SCHEDULE_TYPE).equals("alicloud-k8s");
  }

  /** Opens the only cluster. */
  static ClusterModule open(Settings settings, ClusterContext around) {
    return open(Cluster.Description.only(), settings, around);
  }

  /** Opens one of several clusters. */
  static ClusterModule open(ClusterSettings cluster, ClusterContext around) {
    return open(
        new Cluster.Description(
            cluster.name(), cluster.region(), cluster.weight(), cluster.owners()),
        KmsSecrets.resolve(cluster.settings()),
        around);
  }

  private static ClusterModule open(
      Cluster.Description description, Settings settings, ClusterContext around) {
    ClusterClients clients =
        around
            .parts()
            .add(
                new ClusterClients(
                    access(settings, around),
                    settings.text(Setting.NAMESPACE),
                    settings.duration(Setting.REQUEST_TIMEOUT),
                    settings.number(Setting.KUBERNETES_MAX_REQUESTS),
                    around.vertx()));
    return new ClusterModule(new Cluster(description, clients, around.clock()), planner(settings));
  }

  /** The access to the cluster; a simulated one is started, and closed with the server. */
  private static ClusterAccess access(Settings settings, ClusterContext around) {
    if (isSimulated(settings)) {
      SimulatedCluster cluster =
          around.parts().add(SimulatedCluster.start(around.timing(), around.clock()));
      return new ClusterAccess("the simulated cluster", cluster::config);
    }
    if (isAck(settings)) {
      ClusterCredentials credentials =
          around.parts().add(AckCluster.open(settings, around.clock(), around.metrics()));
      around.health().watch(credentials);
      return new ClusterAccess(
          credentials.source(), credentials::config, new AckRenewal(credentials));
    }
    Optional<Path> kubeconfig = settings.optionalPath(Setting.KUBECONFIG);
    return kubeconfig.map(ClusterAccess::kubeconfig).orElseGet(ClusterAccess::inCluster);
  }

  private static PodPlanner planner(Settings settings) {
    return isAck(settings)
        ? new PodPlanner(false, new AckPodFeatures(podDefaults(settings)))
        : new PodPlanner(isSimulated(settings));
  }

  static AckDefaults podDefaults(Settings settings) {
    return settings
        .optionalPath(Setting.ALICLOUD_POD_DEFAULTS)
        .map(AckDefaults::read)
        .orElse(AckDefaults.NONE);
  }
}
