package dev.serai.cluster.placement;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.Clusters;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.InstancePlan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Bean {@code placement}: moves an exchange from cluster to cluster until one of them has done the
 * operation.
 */
public final class Placement {

  /**
   * Property: the {@link Tries} of this exchange. A route that creates takes it off first, so that
   * a retry begins anew, and sets header {@value Clusters#HEADER} to {@link Tries#current} at each
   * turn; a predicate such as {@link #next} could do neither, for Camel hands it a copy.
   */
  private static final String TRIES = ExchangeNames.TRIES;

  private static final String PLAN = ExchangeNames.PLAN;

  /**
   * Property: the names of the clusters that may have made the instance though no answer came, a
   * {@code Set} in the order of the tries.
   */
  public static final String UNCERTAIN_CLUSTERS = ExchangeNames.UNCERTAIN_CLUSTERS;

  /** Property: whether one of the tries was sent and not answered. */
  public static final String OUTCOME_UNCERTAIN = ExchangeNames.OUTCOME_UNCERTAIN;

  private final Clusters clusters;
  private final Candidates candidates;
  private final FailoverMetrics passedOver;

  public Placement(Clusters clusters, MeterRegistry metrics) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.candidates = new Candidates(clusters);
    this.passedOver = new FailoverMetrics(clusters, metrics);
  }

  /**
   * Turns to the next cluster for a creation. The first time those are chosen that the plan of this
   * exchange may run on. False when the last one has made the instance.
   *
   * @throws RequestRejectedException when there is none that it may run on
   * @throws RuntimeException the failure of the one for which another try helps most, when all have
   *     failed
   */
  public boolean next(Exchange exchange) {
    Tries tries = exchange.getProperty(TRIES, Tries.class);
    if (tries == null) {
      tries = begin(exchange, order(exchange));
    }
    return !tries.hasAnswered() && turn(tries);
  }

  /**
   * Turns to the next of the clusters that were chosen for a search. False when the last one has
   * answered with the instance, or when all have answered without.
   *
   * @throws RuntimeException the failure of one that could not be asked, when no other has it
   */
  public boolean nextToAsk(Exchange exchange) {
    Tries tries = exchange.getProperty(TRIES, Tries.class);
    boolean found = tries.hasAnswered() && exchange.getMessage().getBody() instanceof EnvInstance;
    return !found && turn(tries);
  }

  private static boolean turn(Tries tries) {
    if (tries.isAnyLeft()) {
      tries.next();
      return true;
    }
    tries
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return false;
  }

  private Collection<Cluster> order(Exchange exchange) {
    InstancePlan plan = exchange.getProperty(PLAN, InstancePlan.class);
    Set<String> unknown = uncertainClusters(exchange);
    List<Cluster> order = candidates.of(plan, unknown);
    List<Cluster> bound =
        isOfBatch(exchange)
            ? order.stream().filter(cluster -> unknown.contains(cluster.name())).toList()
            : List.of();
    // one that is not configured any more can't be asked
    return bound.isEmpty() ? order : bound;
  }

  /**
   * Sets all clusters as candidates, to search for an instance: the one that the exchange names
   * comes first, then those that answer.
   */
  public void everywhere(Exchange exchange) {
    String meant = exchange.getMessage().getHeader(Clusters.HEADER, "", String.class);
    begin(
        exchange,
        clusters.all().stream()
            .sorted(
                Comparator.comparing((Cluster cluster) -> !cluster.name().equals(meant))
                    .thenComparing(Cluster::isLost))
            .toList());
  }

  /**
   * Sets the clusters that did not answer an earlier creation as candidates, to search for its pod;
   * all clusters where none is known.
   */
  public void whereUncertain(Exchange exchange) {
    Set<String> unknown = uncertainClusters(exchange);
    List<Cluster> asked =
        clusters.all().stream().filter(cluster -> unknown.contains(cluster.name())).toList();
    // one that is not configured any more can't be asked
    begin(exchange, asked.isEmpty() ? clusters.all() : asked);
  }

  /** Records that the present cluster has failed, and why; the next one is turned to. */
  public void passOver(Exchange exchange) {
    Tries tries = exchange.getProperty(TRIES, Tries.class);
    Cluster cluster = clusters.of(exchange);
    RuntimeException failure = failure(exchange);
    if (failure instanceof RequestRejectedException refusal) {
      mark(cluster, refusal);
    }
    boolean creation = exchange.getProperty(PLAN) != null;
    if (creation && tries.isAnyLeft()) {
      passedOver.count(cluster, failure);
    }
    tries.failed(failure);
    if (creation && failure instanceof ClusterUnavailableException e && e.isOutcomeUncertain()) {
      Set<String> unknown = new LinkedHashSet<>(uncertainClusters(exchange));
      unknown.add(cluster.name());
      exchange.setProperty(UNCERTAIN_CLUSTERS, unknown);
      exchange.setProperty(OUTCOME_UNCERTAIN, true);
      if (isOfBatch(exchange)) {
        // elsewhere it might run a second time at the same time
        tries.abandonOthers();
      }
    }
  }

  private static boolean isOfBatch(Exchange exchange) {
    InstancePlan plan = exchange.getProperty(PLAN, InstancePlan.class);
    return plan != null && plan.batchAttempt().isPresent();
  }

  private static void mark(Cluster cluster, RequestRejectedException refusal) {
    if (refusal.isCapacityExceeded()) {
      cluster.full();
    } else {
      cluster.rejected();
    }
  }

  /** The clusters that may have made the instance though no answer came. */
  @SuppressWarnings("unchecked")
  public static Set<String> uncertainClusters(Exchange exchange) {
    return exchange.getProperty(UNCERTAIN_CLUSTERS, Set.of(), Set.class);
  }

  private static RuntimeException failure(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, RuntimeException.class);
  }

  private static Tries begin(Exchange exchange, Collection<Cluster> order) {
    Tries tries = new Tries(order.stream().map(Cluster::name).toList());
    exchange.setProperty(TRIES, tries);
    return tries;
  }
}
