package dev.serai.cluster;

import java.util.Objects;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Elects one replica by a Kubernetes Lease for Camel's {@code master} endpoints. Camel's own {@code
 * KubernetesClusterService} lets only Running and Ready pods of the same namespace lead, so a
 * process outside the cluster never would.
 */
public final class LeaseClusterService extends AbstractCamelClusterService<LeaseClusterView> {

  private final Clusters clusters;
  private final String leaseName;
  private final String identity;

  /**
   * @param leaseName prefix of the Lease's name; the name in the {@code master} endpoint follows
   * @param identity of this replica, different from every other's
   */
  public LeaseClusterService(Clusters clusters, String leaseName, String identity) {
    super("serai-lease");
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.leaseName = Objects.requireNonNull(leaseName, "leaseName is null");
    this.identity = Objects.requireNonNull(identity, "identity is null");
  }

  @Override
  protected LeaseClusterView createView(String namespace) {
    return new LeaseClusterView(this, namespace, clusters, leaseName + "-" + namespace, identity);
  }
}
