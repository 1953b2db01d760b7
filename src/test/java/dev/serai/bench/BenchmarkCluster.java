package dev.serai.bench;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The API server that is loaded, by a fabric8 client that does nothing else. */
final class BenchmarkCluster implements AutoCloseable {

  private static final String SUFFIX = UUID.randomUUID().toString().substring(0, 8);

  /** Where Serai runs its pods. */
  static final String SERAI = "serai-bench-" + SUFFIX;

  /** Where a second Serai runs its pods. */
  static final String SECOND = "second-bench-" + SUFFIX;

  /** Where the raw client makes its own: Serai doesn't watch it. */
  static final String RAW = "raw-bench-" + SUFFIX;

  private static final long SHORTEST_LOOK_MILLIS = 20;
  private static final long LONGEST_LOOK_MILLIS = 2_000;

  private static final List<String> NAMESPACES = List.of(SERAI, SECOND, RAW);

  private final KubernetesClient client;

  private BenchmarkCluster(KubernetesClient client) {
    this.client = client;
  }

  static BenchmarkCluster connect(Path kubeconfig, int threads) throws IOException {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig)))
            .withRequestTimeout(60_000)
            .withMaxConcurrentRequests(threads)
            .withMaxConcurrentRequestsPerHost(threads)
            .build();
    BenchmarkCluster cluster =
        new BenchmarkCluster(new KubernetesClientBuilder().withConfig(config).build());
    NAMESPACES.forEach(cluster::createNamespace);
    return cluster;
  }

  private void createNamespace(String name) {
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** What was sent for this pod of Serai's: without what the API server has added. */
  Pod asSent(String name) {
    Pod pod = client.pods().inNamespace(SERAI).withName(name).require();
    return new PodBuilder(pod)
        .withStatus(null)
        .withNewMetadata()
        .withLabels(pod.getMetadata().getLabels())
        .withAnnotations(pod.getMetadata().getAnnotations())
        .endMetadata()
        .editSpec()
        .withTolerations()
        .withSchedulerName(null)
        .withDnsPolicy(null)
        .withPriority(null)
        .withPreemptionPolicy(null)
        .withServiceAccountName(null)
        .withServiceAccount(null)
        .endSpec()
        .build();
  }

  void create(String namespace, Pod pod, String name) {
    Pod named = new PodBuilder(pod).editMetadata().withName(name).endMetadata().build();
    client.pods().inNamespace(namespace).resource(named).create();
  }

  String anyPod(String namespace) {
    return client.pods().inNamespace(namespace).list().getItems().get(0).getMetadata().getName();
  }

  long count(String namespace) {
    PodList first =
        client.pods().inNamespace(namespace).list(new ListOptionsBuilder().withLimit(1L).build());
    Long remaining = first.getMetadata().getRemainingItemCount();
    return first.getItems().size() + (remaining == null ? 0 : remaining);
  }

  /**
   * Waits until there are exactly so many pods. Each look costs the API server and this process
   * milliseconds of the processors that are measured, so the next one comes when half of the time
   * is over that the rest will take at the pace so far: a dozen looks at thousands of pods.
   */
  void awaitCount(String namespace, long wanted, Duration atMost) throws InterruptedException {
    long start = System.nanoTime();
    long first = count(namespace);
    for (long now = first; now != wanted; now = count(namespace)) {
      long passed = System.nanoTime() - start;
      if (passed > atMost.toNanos()) {
        throw new IllegalStateException(
            namespace + " has " + now + " pods after " + atMost + "; expected " + wanted);
      }
      long done = Math.max(1, Math.abs(now - first));
      long halfOfTheRest = passed / 1_000_000 * Math.abs(wanted - now) / done / 2;
      Thread.sleep(Math.max(SHORTEST_LOOK_MILLIS, Math.min(halfOfTheRest, LONGEST_LOOK_MILLIS)));
    }
  }

  void deleteAll(String namespace) throws InterruptedException {
    client.raw("/api/v1/namespaces/" + namespace + "/pods?gracePeriodSeconds=0", "DELETE", null);
    awaitCount(namespace, 0, Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    NAMESPACES.forEach(namespace -> client.namespaces().withName(namespace).delete());
    client.close();
  }
}
