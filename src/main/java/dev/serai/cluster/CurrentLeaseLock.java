package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.util.function.Consumer;
import java.util.function.Function;

/** A Lease that is renewed by the cluster's current client. */
final class CurrentLeaseLock implements Lock {

  private final ClusterClients clients;
  private final String shown;
  private final String name;
  private final String identity;
  private final LeaseOutage outage;
  private LeaseLock lease;

  /**
   * @param shown how the log calls it
   */
  CurrentLeaseLock(
      ClusterClients clients, String name, String identity, String shown, LeaseOutage outage) {
    this.clients = clients;
    this.shown = shown;
    this.name = name;
    this.identity = identity;
    this.outage = outage;
  }

  @Override
  public LeaderElectionRecord get(KubernetesClient ofTheElection) {
    return with(client -> lease().get(client));
  }

  @Override
  public void create(KubernetesClient ofTheElection, LeaderElectionRecord holder) {
    run(client -> lease().create(client, holder));
  }

  @Override
  public void update(KubernetesClient ofTheElection, LeaderElectionRecord holder) {
    run(client -> lease().update(client, holder));
  }

  /**
   * One for the whole term, since it remembers the Lease that it has read. The namespace is known
   * when there are credentials, which may come later.
   */
  private synchronized LeaseLock lease() {
    if (lease == null) {
      lease = new LeaseLock(clients.namespace(), name, identity);
    }
    return lease;
  }

  private void run(Consumer<KubernetesClient> call) {
    Void unused =
        with(
            client -> {
              call.accept(client);
              return null;
            });
  }

  private <T> T with(Function<KubernetesClient, T> call) {
    try (ClientUse use = clients.use()) {
      return outage.watch(shown, () -> call.apply(use.streams()));
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String describe() {
    return lease().describe();
  }
}
