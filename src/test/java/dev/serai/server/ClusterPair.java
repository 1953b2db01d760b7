package dev.serai.server;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * Two simulated clusters, each behind a proxy that can fail: {@code east}, which is the first and
 * has the lease, and {@code west}.
 */
final class ClusterPair implements AutoCloseable {

  static final String EAST = "east";
  static final String WEST = "west";

  /** One of the two, as it is behind its proxy. */
  record Member(
      String name,
      SimulatedCluster cluster,
      KubernetesClient direct,
      ClusterProxy proxy,
      Path config)
      implements AutoCloseable {

    static Member start(String name, Path folder, Clock clock) {
      SimulatedCluster cluster = SimulatedCluster.start(SimulationTiming.brief(), clock);
      ClusterProxy proxy = ClusterProxy.to(cluster.url());
      return new Member(
          name,
          cluster,
          new KubernetesClientBuilder().withConfig(cluster.config()).build(),
          proxy,
          Kubeconfigs.write(folder.resolve(name + ".kubeconfig"), proxy.url(), "t"));
    }

    List<Pod> pods() {
      return direct.pods().inNamespace("default").list().getItems();
    }

    Optional<Pod> pod(String name) {
      return Optional.ofNullable(direct.pods().inNamespace("default").withName(name).get());
    }

    @Override
    public void close() {
      proxy.close();
      direct.close();
      cluster.close();
    }
  }

  private final Member east;
  private final Member west;

  private ClusterPair(Member east, Member west) {
    this.east = east;
    this.west = west;
  }

  static ClusterPair start(Path folder, Clock clock) {
    return new ClusterPair(Member.start(EAST, folder, clock), Member.start(WEST, folder, clock));
  }

  Member east() {
    return east;
  }

  Member west() {
    return west;
  }

  List<Member> both() {
    return List.of(east, west);
  }

  /** Flags of a server with both, which detects failures early. */
  Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    for (Member member : both()) {
      flags.put("clusters." + member.name() + ".schedule-type", "k8s");
      flags.put("clusters." + member.name() + ".kubeconfig", member.config().toString());
      flags.put("clusters." + member.name() + ".region", "region-" + member.name());
    }
    flags.put("retry-deadline", "500ms");
    flags.put("unsettled-delay", "1s");
    flags.put("cleanup-interval", "200ms");
    return flags;
  }

  /** Ends every failure, and deletes every pod. */
  void heal() {
    for (Member member : both()) {
      member.proxy().passAll();
      member.pods().forEach(pod -> member.direct().resource(pod).withGracePeriod(0).delete());
      Awaitility.await().until(() -> member.pods().isEmpty());
    }
  }

  @Override
  public void close() {
    west.close();
    east.close();
  }
}
