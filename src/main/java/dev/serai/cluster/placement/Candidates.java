package dev.serai.cluster.placement;

import dev.serai.base.Sha256;
import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.InstancePlan;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which clusters an instance may run on, in the order in which they are tried.
 *
 * <p>The order is a function of the instance's id: weighted rendezvous hashing. It is the same for
 * each try, each replica and each repeat of a key, over many ids it is as the weights say, and a
 * cluster that is added or taken away moves only its own share. Clusters that are down, full or
 * without valid credentials go to its end.
 */
final class Candidates {

  // 2^53: as many different doubles lie between 0 and 1
  private static final double STEPS = 0x1p53;

  private final Clusters clusters;

  Candidates(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * @param mayHaveIt the clusters where an earlier try may have made it: they are asked first
   * @throws RequestRejectedException 400 when the request or its environment wishes for what there
   *     is none of
   */
  List<Cluster> of(InstancePlan plan, Set<String> mayHaveIt) {
    return allowed(plan).stream()
        .sorted(
            Comparator.<Cluster>comparingInt(cluster -> rank(cluster, mayHaveIt))
                .thenComparingDouble(cluster -> distance(cluster, plan.id())))
        .toList();
  }

  private List<Cluster> allowed(InstancePlan plan) {
    PlacementConstraint wish = PlacementConstraint.of(plan);
    List<Cluster> wished = clusters.all().stream().filter(wish::isMetBy).toList();
    if (wished.isEmpty()) {
      throw RequestRejectedException.invalid(
          PlacementRule.NAME,
          "names " + wish + ", and there are the clusters " + String.join(", ", described()));
    }
    if (wish.cluster().isPresent()) {
      return wished;
    }
    String owner = plan.request().owner();
    List<Cluster> own = wished.stream().filter(c -> owners(c).contains(owner)).toList();
    if (!own.isEmpty()) {
      return own;
    }
    List<Cluster> open = wished.stream().filter(c -> owners(c).isEmpty()).toList();
    if (open.isEmpty()) {
      throw RequestRejectedException.forbidden(
          "no cluster takes instances of owner "
              + RequestRejectedException.excerpt(owner)
              + " there; serai.clusters.<name>.owners says whose they are");
    }
    return open;
  }

  private List<String> described() {
    return clusters.all().stream()
        .map(
            cluster ->
                cluster.description().region().isEmpty()
                    ? cluster.name()
                    : cluster.name() + " (" + cluster.description().region() + ")")
        .toList();
  }

  private static Set<String> owners(Cluster cluster) {
    return cluster.description().owners();
  }

  private static int rank(Cluster cluster, Set<String> mayHaveIt) {
    if (cluster.isPassedOver()) {
      return 2;
    }
    return mayHaveIt.contains(cluster.name()) ? 0 : 1;
  }

  /** Exponentially distributed over ids, with the weight as its rate: the least one wins. */
  private static double distance(Cluster cluster, String id) {
    int weight = cluster.description().weight();
    double uniform = ((hash(cluster.name(), id) >>> 11) + 0.5) / STEPS;
    return weight == 0 ? Double.MAX_VALUE * uniform : -Math.log(uniform) / weight;
  }

  private static long hash(String cluster, String id) {
    return ByteBuffer.wrap(Sha256.of(cluster + "\0" + id)).getLong();
  }
}
