package dev.serai.server;

import dev.serai.cluster.ClusterAccess;
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

  /**
   * A name for this replica that no other has: in a cluster the pod's name, which helps in a log.
   */
  static String identity() {
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
