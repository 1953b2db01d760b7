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

  private final ClusterClients clients;

  SeraiPodsEndpoint(
      String uri,
      SeraiPodsComponent component,
      KubernetesConfiguration config,
      ClusterClients clients) {
    super(uri, component, config);
    this.clients = clients;
  }

  @Override
  public KubernetesClient getKubernetesClient() {
    return clients.calls();
  }

  @Override
  public boolean isSingleton() {
    return true;
  }

  @Override
  public Producer createProducer() {
    return new SeraiPodsProducer(this, clients);
  }
}
