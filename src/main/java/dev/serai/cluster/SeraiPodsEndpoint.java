package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.apache.camel.Producer;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.component.kubernetes.pods.KubernetesPodsEndpoint;

/**
 * An endpoint of {@link SeraiPodsComponent}; asks for the client at every call, so that a renewed
 * one is used at once.
 */
final class SeraiPodsEndpoint extends KubernetesPodsEndpoint {

  private final Cluster cluster;

  SeraiPodsEndpoint(
      String uri, SeraiPodsComponent component, KubernetesConfiguration config, Cluster cluster) {
    super(uri, component, config);
    this.cluster = cluster;
  }

  @Override
  public KubernetesClient getKubernetesClient() {
    return cluster.clients().calls();
  }

  @Override
  public boolean isSingleton() {
    return true;
  }

  @Override
  public Producer createProducer() {
    return new SeraiPodsProducer(this, cluster);
  }
}
