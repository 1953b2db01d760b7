package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long requests continue while the kubeconfig is replaced and the first one expires. */
class ExchangeTest {

  private static final ClusterProxy.Treatment UNAUTHORIZED =
      ClusterProxy.Treatment.status(401, "Unauthorized", "Unauthorized");
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final SimulatedCluster cluster =
      SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
  private final KubernetesClient direct =
      new KubernetesClientBuilder().withConfig(cluster.config()).build();
  private final ClusterProxy first = ClusterProxy.to(cluster.url());
  private final ClusterProxy second = ClusterProxy.to(cluster.url());
  private Path kubeconfig;
  private RunningServer server;

  @BeforeEach
  void start() {
    kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), first.url(), "one");
    server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "schedule-type",
                "alicloud-k8s",
                "alicloud-kubeconfig-path",
                kubeconfig.toString()));
  }

  @AfterEach
  void stop() {
    server.close();
    first.close();
    second.close();
    direct.close();
    cluster.close();
  }

  @Test
  void aLogIsFollowedAcross() throws Exception {
    String id = server.post("{\"envName\":\"demo@1.0.0\"}").id();
    server.await(id, "Running");
    try (Stream<String> body =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs?follow=true"))
                    .build(),
                HttpResponse.BodyHandlers.ofLines())
            .body()) {
      CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(body::toList);
      exchange();
      assertThat(read).as("it continues").isNotDone();
      delete(id);
      assertThat(read).as("it ends with its instance").succeedsWithin(SOON);
    }
  }

  @Test
  void whoWaitsIsAnsweredAndWhatWasDeletedIsToldAsGone() {
    try (EventLog events = EventLog.of(server)) {
      String waited = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      String deleted = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      server.await(waited, "Running");
      server.await(deleted, "Running");
      events.await(deleted, "Running");
      CompletableFuture<RunningServer.Answer> wait =
          CompletableFuture.supplyAsync(
              () -> server.get("/env-instance/" + waited + "?wait=Terminated&timeout=60s"));

      Kubeconfigs.write(kubeconfig, second.url(), "two");
      await().until(() -> !second.heads().isEmpty());
      delete(deleted);
      events.await(deleted, "Terminated");
      awaitSecondWatch();
      end();
      assertThat(wait).isNotDone();
      delete(waited);

      assertThat(wait).succeedsWithin(SOON);
      events.await(waited, "Terminated");
      assertThat(events.statesOf(deleted)).endsWith("Terminated").doesNotHaveDuplicates();
      assertThat(events.statesOf(waited)).endsWith("Terminated").doesNotHaveDuplicates();
      assertThat(server.get("/env-instance/" + deleted).http()).isEqualTo(404);
    }
  }

  @Test
  void requestsGoOnAndNoneMeetsTheEndedCredentials() {
    exchange();
    long before = first.heads().size();
    for (int i = 0; i < 5; i++) {
      assertThat(server.post("{\"envName\":\"demo@1.0.0\"}").http()).isEqualTo(200);
    }
    // a list has them once the watch has reported them
    await().untilAsserted(() -> assertThat(server.get("/env-instance/*/list").data()).hasSize(5));
    assertThat(first.heads().size()).isEqualTo((int) before);
  }

  /** Waits until the second kubeconfig is in use, and then expires the first one's credentials. */
  private void exchange() {
    Kubeconfigs.write(kubeconfig, second.url(), "two");
    awaitSecondWatch();
    end();
  }

  private void awaitSecondWatch() {
    await()
        .alias("pods are watched by the second kubeconfig")
        .until(
            () ->
                second.heads().stream()
                    .anyMatch(head -> head.contains("/pods?") && head.contains("watch=true")));
  }

  /** Open connections continue, as after the expiry of a certificate. */
  private void end() {
    first.treat(head -> UNAUTHORIZED);
  }

  private void delete(String id) {
    direct.pods().inNamespace("default").withName(id).withGracePeriod(0).delete();
  }
}
