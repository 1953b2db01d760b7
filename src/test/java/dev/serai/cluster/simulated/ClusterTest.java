package dev.serai.cluster.simulated;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulated cluster for each test, with a client as Serai has it and one that speaks plainly. */
abstract class ClusterTest {

  static final String PODS = "api/v1/namespaces/default/pods";

  SimulatedCluster cluster;
  KubernetesClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void startCluster() {
    cluster = SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
    Config config = cluster.config();
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectInterval(50);
    config.setMaxConcurrentRequests(256);
    config.setMaxConcurrentRequestsPerHost(256);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stopCluster() {
    client.close();
    cluster.close();
  }

  static PodBuilder pod(String name, String simulation) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(SimulatedRun.ANNOTATION, simulation)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("busybox:1.36")
        .endContainer()
        .endSpec();
  }

  Pod create(Pod pod) {
    return client.resource(pod).create();
  }

  Pod create(String name, String simulation) {
    return create(pod(name, simulation).build());
  }

  Pod get(String name) {
    return client.pods().withName(name).get();
  }

  Pod awaitPhase(String name, String phase) {
    await(name + " is " + phase)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> phase.equals(get(name).getStatus().getPhase()));
    return get(name);
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, body, Map.of("Content-Type", "application/json"));
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
