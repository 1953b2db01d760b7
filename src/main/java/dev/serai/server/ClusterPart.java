package dev.serai.server;

import dev.serai.cluster.ClusterAccess;
import dev.serai.cluster.ClusterClients;
import dev.serai.cluster.LeaseClusterService;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.component.master.MasterComponent;

/** Which cluster a server talks to, by its settings. */
final class ClusterPart {

  private ClusterPart() {}

  static boolean isSimulated(Settings settings) {
    return settings.text(Setting.SCHEDULE_TYPE).equals("simulated");
  }

  /** The access to the cluster; a simulated one is started and becomes one of the parts. */
  static ClusterAccess access(Settings settings, Clock clock, Parts parts) {
    if (isSimulated(settings)) {
      SimulatedCluster cluster =
          parts.add(SimulatedCluster.start(SimulationTiming.standard(), clock));
      return new ClusterAccess("the simulated cluster", cluster::config);
    }
    Optional<Path> kubeconfig = settings.optionalPath(Setting.KUBECONFIG);
    return kubeconfig.map(ClusterAccess::kubeconfig).orElseGet(ClusterAccess::inCluster);
  }

  /** Lets this replica stand for election by the lease that the settings name. */
  static void elect(CamelContext context, ClusterClients clients, Settings settings)
      throws Exception {
    context.addService(
        new LeaseClusterService(clients, settings.text(Setting.LEASE_NAME), identity()));
    // after a success Camel's task goes on, and would start the consumer of a replica that has lost
    // the lease since
    context.getComponent("master", MasterComponent.class).setBackOffMaxAttempts(1);
  }

  /**
   * A name for this replica that no other has: in a cluster the pod's name, which helps in a log.
   */
  private static String identity() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "serai";
    }
    return host
        + "-"
        + ProcessHandle.current().pid()
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }
}
