package dev.serai.cluster;

import java.util.Objects;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.component.kubernetes.pods.KubernetesPodsComponent;
import org.apache.camel.component.kubernetes.pods.KubernetesPodsEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code kubernetes-pods}, with additions for instances: a pod's annotations by the header
 * {@link SeraiPodsProducer#ANNOTATIONS}, a deletion that names the pod's uid, failures as Serai's
 * exceptions, and a client that may be renewed while routes run. The part of the URI after the
 * colon is the name of the cluster.
 */
// Without the annotation on the subclass itself, Camel does not find its configurer, and no
// endpoint option can be set.
@Component("kubernetes-pods")
public final class SeraiPodsComponent extends KubernetesPodsComponent {

  private final Clusters clusters;

  public SeraiPodsComponent(Clusters clusters) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    setKubernetesClient(clusters.first().clients().calls());
  }

  @Override
  protected KubernetesPodsEndpoint doCreateEndpoint(
      String uri, String remaining, KubernetesConfiguration config) {
    return new SeraiPodsEndpoint(uri, this, config, clusters.require(remaining));
  }
}
