package dev.serai.cluster;

import dev.serai.base.DaemonThreads;
import dev.serai.exchange.ExchangeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Bean {@code clusters}: all clusters that instances run on, in the order of the settings. */
public final class Clusters implements AutoCloseable {

  /** Header: the name of the cluster; without it, the first one is used. */
  public static final String HEADER = ExchangeNames.CLUSTER;

  private final Map<String, Cluster> byName = new LinkedHashMap<>();
  private final ExecutorService asking =
      Executors.newCachedThreadPool(DaemonThreads.named("asking-clusters"));

  public Clusters(List<Cluster> clusters) {
    clusters.forEach(cluster -> byName.put(cluster.name(), cluster));
    if (byName.isEmpty() || byName.size() != clusters.size()) {
      throw new IllegalArgumentException("clusters must have names of their own: " + clusters);
    }
  }

  public static Clusters only(Cluster cluster) {
    return new Clusters(List.of(cluster));
  }

  public List<Cluster> all() {
    return List.copyOf(byName.values());
  }

  /** The first cluster; elections are held in it while it is reachable. */
  public Cluster first() {
    return byName.values().iterator().next();
  }

  public Optional<Cluster> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public Cluster require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException("there is no cluster " + name + " among " + names()));
  }

  /** The cluster that an exchange is about. */
  public Cluster of(Exchange exchange) {
    String name = exchange.getMessage().getHeader(HEADER, String.class);
    return name == null ? first() : require(name);
  }

  /** Sets the header where it is missing. */
  public void choose(Exchange exchange) {
    exchange.getMessage().setHeader(HEADER, of(exchange).name());
  }

  /**
   * Calls all clusters concurrently; the results are in their order. A cluster that does not answer
   * delays its own result only.
   */
  public <T> List<CompletableFuture<T>> askAll(Function<Cluster, T> question) {
    return all().stream()
        .map(cluster -> CompletableFuture.supplyAsync(() -> question.apply(cluster), asking))
        .toList();
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  public boolean areSeveral() {
    return byName.size() > 1;
  }

  @Override
  public void close() {
    asking.shutdown();
    byName.values().forEach(Cluster::close);
  }

  @Override
  public String toString() {
    return Objects.toString(names());
  }
}
