package dev.serai.cluster;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One of the clusters that instances run on: its location and its health.
 *
 * <p>It counts as full for a while after it rejected an instance for lack of capacity, and as
 * rejecting for a while after it rejected the credentials. After that time it is tried again.
 */
public final class Cluster implements AutoCloseable {

  /** The name of the only cluster, if the settings name none. */
  public static final String ONLY = "default";

  /** How long a cluster without capacity is passed over. */
  static final Duration FULL_FOR = Duration.ofSeconds(30);

  /** How long a cluster that rejects the credentials is passed over. */
  static final Duration REJECTS_FOR = Duration.ofSeconds(30);

  /**
   * The cluster as the settings describe it.
   *
   * @param name a DNS label
   * @param region as the cloud calls it; may be empty
   * @param weight its share of the instances beside those of the others; 0 takes none that may run
   *     elsewhere
   * @param owners the owners whose instances run on it, and on other clusters that name them; empty
   *     for all owners
   */
  public record Description(String name, String region, int weight, Set<String> owners) {

    public Description {
      Objects.requireNonNull(name, "name is null");
      Objects.requireNonNull(region, "region is null");
      owners = Set.copyOf(owners);
    }

    public static Description only() {
      return new Description(ONLY, "", 1, Set.of());
    }
  }

  private final Description description;
  private final ClusterClients clients;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private volatile Instant fullUntil = Instant.MIN;
  private volatile Instant rejectsUntil = Instant.MIN;
  private volatile boolean reachable = true;

  public Cluster(Description description, ClusterClients clients, Clock clock) {
    this.description = Objects.requireNonNull(description, "description is null");
    this.clients = Objects.requireNonNull(clients, "clients is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.breaker = ClusterBreaker.create(description.name());
  }

  public String name() {
    return description.name();
  }

  public Description description() {
    return description;
  }

  public ClusterClients clients() {
    return clients;
  }

  /** Bean {@code breaker-<name>} of the route that calls this cluster. */
  public CircuitBreaker breaker() {
    return breaker;
  }

  /**
   * Whether the breaker is open: calls fail at once, because most of the last ones got no answer.
   */
  public boolean isDown() {
    return breaker.getState() == CircuitBreaker.State.OPEN
        || breaker.getState() == CircuitBreaker.State.FORCED_OPEN;
  }

  /** Whether the watch of its pods is connected, or lost for no more than a moment. */
  void reachable(boolean yes) {
    reachable = yes;
  }

  public boolean isReachable() {
    return reachable && clients.missing().isEmpty();
  }

  /** Whether what is known of its pods may be out of date. */
  public boolean isLost() {
    return isDown() || !isReachable();
  }

  /** Records that it had no capacity for an instance. */
  public void full() {
    fullUntil = clock.instant().plus(FULL_FOR);
  }

  public boolean isFull() {
    return clock.instant().isBefore(fullUntil);
  }

  /** The cluster rejected the credentials, and no newer ones were available. */
  public void rejected() {
    rejectsUntil = clock.instant().plus(REJECTS_FOR);
  }

  /** Whether it would most likely reject the credentials again. */
  public boolean isRejecting() {
    return clock.instant().isBefore(rejectsUntil);
  }

  /** Whether an instance is tried elsewhere first. */
  public boolean isPassedOver() {
    return isDown() || isFull() || isRejecting() || clients.missing().isPresent();
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public String toString() {
    return "Cluster[" + name() + "]";
  }
}
