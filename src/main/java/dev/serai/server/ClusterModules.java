package dev.serai.server;

import dev.serai.alicloud.pod.AckDefaults;
import dev.serai.alicloud.pod.AckSection;
import dev.serai.alicloud.pod.AckStatusExplainer;
import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.LeaseClusterService;
import dev.serai.cluster.placement.PlacementRule;
import dev.serai.environment.ResourcesRule;
import dev.serai.instance.SectionRule;
import dev.serai.pod.PodPlanner;
import dev.serai.pod.StatusExplainer;
import dev.serai.settings.ClusterSettings;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.master.MasterComponent;

/** The clusters that the settings name: several, or the only one. */
record ClusterModules(List<ClusterModule> parts) {

  /** Opens all of them in parallel. */
  static ClusterModules open(Settings settings, ClusterModule.ClusterContext around)
      throws Exception {
    if (settings.clusters().isEmpty()) {
      return new ClusterModules(List.of(ClusterModule.open(settings, around)));
    }
    List<ClusterModule> parts = new ArrayList<>();
    try (ParallelStartup opening = new ParallelStartup()) {
      List<Future<ClusterModule>> begun = new ArrayList<>();
      for (ClusterSettings cluster : settings.clusters()) {
        begun.add(opening.begin(() -> ClusterModule.open(cluster, around)));
      }
      for (Future<ClusterModule> part : begun) {
        parts.add(ParallelStartup.await(part));
      }
    }
    return new ClusterModules(parts);
  }

  /** The names of the clusters, before they are opened. */
  static List<String> names(Settings settings) {
    return settings.clusters().isEmpty()
        ? List.of(Cluster.ONLY)
        : settings.clusters().stream().map(ClusterSettings::name).toList();
  }

  static boolean isAnySimulated(Settings settings) {
    return all(settings).anyMatch(ClusterModule::isSimulated);
  }

  /**
   * The sections that requests may have besides their common fields. They are checked on every kind
   * of cluster, so that a request that runs on one is accepted on all.
   */
  static List<SectionRule> ofRequests(Settings settings) {
    Set<String> closed = new TreeSet<>();
    all(settings)
        .filter(ClusterModule::isAck)
        .forEach(cluster -> closed.addAll(ClusterModule.podDefaults(cluster).notInRequests()));
    return List.of(
        new AckDefaults(AckDefaults.NONE.section(), closed).ruleForRequests(),
        new PlacementRule(),
        new ResourcesRule());
  }

  /** The sections that environments may have besides their common keys. */
  static List<SectionRule> ofEnvironments() {
    return List.of(new AckSection(), new PlacementRule());
  }

  /** Explanations of failures that only some kinds of clusters have. */
  static StatusExplainer words(Settings settings) {
    return all(settings).anyMatch(ClusterModule::isAck)
        ? new AckStatusExplainer()
        : StatusExplainer.NONE;
  }

  private static Stream<Settings> all(Settings settings) {
    return settings.clusters().isEmpty()
        ? Stream.of(settings)
        : settings.clusters().stream().map(ClusterSettings::settings);
  }

  Clusters clusters() {
    return new Clusters(parts.stream().map(ClusterModule::cluster).toList());
  }

  Map<String, PodPlanner> planners() {
    return parts.stream()
        .collect(Collectors.toMap(part -> part.cluster().name(), ClusterModule::planner));
  }

  /** Adds this replica to the leader election by the lease of the settings. */
  static void elect(CamelContext context, Clusters clusters, Settings settings) throws Exception {
    context.addService(
        new LeaseClusterService(clusters, settings.text(Setting.LEASE_NAME), identity()));
    // after a success Camel's task continues, and would start the consumer of a replica that has
    // lost the lease meanwhile
    context.getComponent("master", MasterComponent.class).setBackOffMaxAttempts(1);
  }

  /** A unique name of this replica: in a cluster the pod's name, which helps in a log. */
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
