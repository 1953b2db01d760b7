package dev.serai.cluster;

import dev.serai.base.DaemonThreads;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the leader of one Lease, which fabric8's {@link LeaderElector} renews.
 *
 * <p>Of several clusters, the first one that can be reached has the Lease. While replicas see
 * different ones, two may lead: what leaders do is deletions by uid and events with ids, which may
 * be done twice.
 */
public final class LeaseClusterView extends AbstractCamelClusterView {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseClusterView.class);
  // the values of Kubernetes' own controllers
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration MOVE = Duration.ofSeconds(5);

  private final Clusters clusters;
  private final String leaseName;
  private final String identity;
  private final LeaseOutage outage = new LeaseOutage();
  private ScheduledExecutorService executor;
  private CompletableFuture<?> election;
  private Cluster seat;
  private volatile boolean leading;
  private volatile boolean closing;

  LeaseClusterView(
      LeaseClusterService service,
      String namespace,
      Clusters clusters,
      String leaseName,
      String identity) {
    super(service, namespace);
    this.clusters = clusters;
    this.leaseName = leaseName;
    this.identity = identity;
  }

  @Override
  protected void doStart() {
    closing = false;
    executor =
        // an unreachable cluster must not delay the end of the term
        Executors.newScheduledThreadPool(2, DaemonThreads.named("leader-election"));
    elect();
    if (clusters.areSeveral()) {
      var unused =
          executor.scheduleWithFixedDelay(
              this::move, MOVE.toMillis(), MOVE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  protected void doStop() {
    closing = true;
    CompletableFuture<?> current;
    synchronized (this) {
      current = election;
    }
    if (current != null) {
      // releases the Lease, so that another replica need not wait for its expiry
      current.cancel(true);
    }
    executor.shutdown();
    leading = false;
  }

  /** One term after the other: an elector serves once. */
  private synchronized void elect() {
    if (closing) {
      return;
    }
    seat = bestSeat();
    ClusterClients clients = seat.clients();
    election = new LeaderElector(clients.streams(), config(clients), executor).start();
    var unused =
        election.whenComplete(
            (done, failure) -> {
              if (!closing) {
                var unusedTerm =
                    executor.schedule(this::elect, RETRY.toMillis(), TimeUnit.MILLISECONDS);
              }
            });
  }

  /** Where the Lease should be: the first cluster that can be reached. */
  private Cluster bestSeat() {
    return clusters.all().stream()
        .filter(Cluster::isReachable)
        .findFirst()
        .orElseGet(clusters::first);
  }

  /** Ends the term when another cluster should have the Lease; the next one begins there. */
  private synchronized void move() {
    if (!closing && bestSeat() != seat) {
      election.cancel(true);
    }
  }

  private LeaderElectionConfig config(ClusterClients clients) {
    return new LeaderElectionConfigBuilder()
        .withName(leaseName)
        .withLock(new CurrentLeaseLock(clients, leaseName, identity, lease(), outage))
        .withLeaseDuration(LEASE)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY)
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(new LeaderCallbacks(this::onLeading, this::onLost, holder -> {}))
        .build();
  }

  private void onLeading() {
    LOG.info("This replica ({}) leads by the lease {}", identity, lease());
    leading = true;
    fireLeadershipChangedEvent(getLocalMember());
  }

  private void onLost() {
    if (leading) {
      LOG.info("This replica ({}) leads no more by the lease {}", identity, lease());
    }
    leading = false;
    if (!closing) {
      fireLeadershipChangedEvent((CamelClusterMember) null);
    }
  }

  private synchronized String lease() {
    String name = seat.clients().namespace() + "/" + leaseName;
    return clusters.areSeveral() ? name + " of cluster " + seat.name() : name;
  }

  @Override
  public Optional<CamelClusterMember> getLeader() {
    return leading ? Optional.of(getLocalMember()) : Optional.empty();
  }

  @Override
  public CamelClusterMember getLocalMember() {
    return new Member(identity, () -> leading);
  }

  @Override
  public List<CamelClusterMember> getMembers() {
    return List.of(getLocalMember());
  }

  private record Member(String id, java.util.function.BooleanSupplier leading)
      implements CamelClusterMember {

    @Override
    public String getId() {
      return id;
    }

    @Override
    public boolean isLeader() {
      return leading.getAsBoolean();
    }

    @Override
    public boolean isLocal() {
      return true;
    }
  }
}
