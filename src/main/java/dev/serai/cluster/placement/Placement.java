package dev.serai.cluster.placement;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.Clusters;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.FailureKind;
import dev.serai.instance.Refusal;
import dev.serai.pod.InstancePlan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;

/**
 * Bean {@code placement}: leads an exchange from cluster to cluster until one has done what is
 * asked.
 */
public final class Placement {

  /** Property: the names of the clusters that have not been tried yet, a {@code Deque}. */
  public static final String CANDIDATES = ExchangeNames.CANDIDATES;

  /**
   * Property: the names of the clusters that may have made the instance though no answer came, a
   * {@code Set} in the order of the tries.
   */
  public static final String UNKNOWN_AT = ExchangeNames.UNKNOWN_AT;

  /** Property: whether one of the tries was sent and never answered. */
  public static final String OUTCOME_UNKNOWN = ExchangeNames.OUTCOME_UNKNOWN;

  /** Property: the failure that counts while no candidate has done it. */
  private static final String NOT_DONE = ExchangeNames.NOT_DONE;

  private final Clusters clusters;
  private final Candidates candidates;
  private final PassedOver passedOver;

  public Placement(Clusters clusters, MeterRegistry metrics) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.candidates = new Candidates(clusters);
    this.passedOver = new PassedOver(clusters, metrics);
  }

  /**
   * Sets the candidates for the plan of this exchange.
   *
   * @throws Refusal when there is none that it may run on
   */
  public void order(Exchange exchange) {
    InstancePlan plan = exchange.getProperty(ExchangeNames.PLAN, InstancePlan.class);
    Set<String> unknown = unknownAt(exchange);
    List<Cluster> order = candidates.of(plan, unknown);
    List<Cluster> bound =
        isOfBatch(exchange)
            ? order.stream().filter(cluster -> unknown.contains(cluster.name())).toList()
            : List.of();
    // one that is not configured any more can't be asked
    set(exchange, bound.isEmpty() ? order : bound);
  }

  /**
   * Sets all clusters as candidates, for a look for an instance: the one that is meant comes first,
   * then those that answer.
   */
  public void everywhere(Exchange exchange) {
    String meant = exchange.getMessage().getHeader(Clusters.HEADER, "", String.class);
    set(
        exchange,
        clusters.all().stream()
            .sorted(
                Comparator.comparing((Cluster cluster) -> !cluster.name().equals(meant))
                    .thenComparing(Cluster::isLost))
            .toList());
  }

  /**
   * Sets as candidates, for a look for what an earlier creation has made, the clusters that did not
   * answer it; all of them where none is known.
   */
  public void whereUnknown(Exchange exchange) {
    Set<String> unknown = unknownAt(exchange);
    List<Cluster> asked =
        clusters.all().stream().filter(cluster -> unknown.contains(cluster.name())).toList();
    // one that is not configured any more can't be asked
    set(exchange, asked.isEmpty() ? clusters.all() : asked);
  }

  /** Whether there is another candidate to turn to. */
  public boolean isLeft(Exchange exchange) {
    return !left(exchange).isEmpty();
  }

  /** Turns to the next candidate: header {@value Clusters#HEADER} names it. */
  public void next(Exchange exchange) {
    exchange.getMessage().setHeader(Clusters.HEADER, left(exchange).pop());
  }

  /** It is done: no other candidate is tried. */
  public void done(Exchange exchange) {
    left(exchange).clear();
    exchange.removeProperty(NOT_DONE);
  }

  /** Fails as a candidate did that was passed over, unless another one has done it since. */
  public void requireDone(@ExchangeProperty(NOT_DONE) RuntimeException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  /** Remembers why the present candidate has not done it. */
  public void passOver(Exchange exchange) {
    Cluster cluster = clusters.of(exchange);
    RuntimeException failure = failure(exchange);
    if (failure instanceof Refusal refusal) {
      mark(cluster, refusal);
    }
    boolean creation = exchange.getProperty(ExchangeNames.PLAN) != null;
    if (creation && isLeft(exchange)) {
      passedOver.count(cluster, failure);
    }
    RuntimeException before = exchange.getProperty(NOT_DONE, RuntimeException.class);
    if (before == null || FailureKind.of(failure).compareTo(FailureKind.of(before)) < 0) {
      exchange.setProperty(NOT_DONE, failure);
    }
    if (creation && failure instanceof ClusterUnavailableException e && e.isOutcomeUnknown()) {
      Set<String> unknown = new LinkedHashSet<>(unknownAt(exchange));
      unknown.add(cluster.name());
      exchange.setProperty(UNKNOWN_AT, unknown);
      exchange.setProperty(OUTCOME_UNKNOWN, true);
      if (isOfBatch(exchange)) {
        // elsewhere it might run a second time at the same time
        left(exchange).clear();
      }
    }
  }

  private static boolean isOfBatch(Exchange exchange) {
    InstancePlan plan = exchange.getProperty(ExchangeNames.PLAN, InstancePlan.class);
    return plan != null && plan.batchAttempt().isPresent();
  }

  private static void mark(Cluster cluster, Refusal refusal) {
    if (refusal.isForRoom()) {
      cluster.full();
    } else {
      cluster.rejected();
    }
  }

  /** The clusters that may have made the instance though no answer came. */
  @SuppressWarnings("unchecked")
  public static Set<String> unknownAt(Exchange exchange) {
    return exchange.getProperty(UNKNOWN_AT, Set.of(), Set.class);
  }

  private static RuntimeException failure(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, RuntimeException.class);
  }

  private static void set(Exchange exchange, Collection<Cluster> order) {
    exchange.removeProperty(NOT_DONE);
    exchange.setProperty(CANDIDATES, new ArrayDeque<>(order.stream().map(Cluster::name).toList()));
  }

  @SuppressWarnings("unchecked")
  private static Deque<String> left(Exchange exchange) {
    return exchange.getProperty(CANDIDATES, Deque.class);
  }
}
