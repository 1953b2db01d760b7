package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of ours is left behind on the cluster, and one replica sees to it. */
class ExpiryTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void whatHasExpiredOrHasBeenKeptLongEnoughIsDeletedAndCounted() {
    try (RunningServer server =
        RunningServer.start(
            folder,
            Map.of("cleanup-interval", "500ms", "finished-retention", "4s", "max-ttl", "1h"))) {
      String keeps = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      String expires = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"2s\"}").id();
      String ends = server.post("{\"envName\":\"hello@1.0.0\"}").id();

      assertThat(server.await(ends, "Terminated").status()).isEqualTo("Terminated");
      assertThat(server.get("/env-instance/" + ends).http()).as("still kept").isEqualTo(200);
      awaitGone(server, expires);
      awaitGone(server, ends);
      assertThat(server.get("/env-instance/" + keeps).status()).isEqualTo("Running");
      Awaitility.await().atMost(SOON).until(() -> cleaned(server) == 2);
      Answer tooLong = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"2h\"}");
      assertThat(tooLong.http()).isEqualTo(400);
      assertThat(tooLong.message()).contains("ttl", "1h");
    }
  }

  @Test
  void whatCanNotStartFailsForGoodWithItsReason() throws IOException {
    Path environments = Files.createDirectories(folder.resolve("environments"));
    Files.writeString(
        environments.resolve("noimage.yaml"),
        """
        name: noimage
        version: 1.0.0
        image: no/such:image
        simulation:
          imageError: ErrImagePull
        """);
    Files.writeString(
        environments.resolve("nonode.yaml"),
        """
        name: nonode
        version: 1.0.0
        image: busybox:latest
        simulation:
          unschedulable: true
        """);
    try (RunningServer server =
            RunningServer.start(
                folder,
                Map.of(
                    "environments",
                    environments.toString(),
                    "cleanup-interval",
                    "500ms",
                    "stuck-grace",
                    "2s"));
        EventLog events = EventLog.of(server)) {
      String noImage = server.post("{\"envName\":\"noimage@1.0.0\"}").id();
      String noNode = server.post("{\"envName\":\"nonode@1.0.0\"}").id();

      Answer image = server.await(noImage, "Running");
      Answer node = server.await(noNode, "Running");
      assertThat(image.status()).isEqualTo("Failed");
      assertThat(image.data().path("status_reason").asText())
          .isIn("ErrImagePull", "ImagePullBackOff");
      assertThat(image.data().path("status_message").asText()).isNotEmpty();
      assertThat(node.status()).isEqualTo("Failed");
      assertThat(node.data().path("status_reason").asText()).isEqualTo("Unschedulable");
      events.await(noImage, "Failed");
      events.await(noNode, "Failed");
      // sweeps later it is what it was
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                assertThat(server.get("/env-instance/" + noImage).status()).isEqualTo("Failed");
                assertThat(server.get("/env-instance/" + noNode).status()).isEqualTo("Failed");
              });
      assertThat(events.statesOf(noImage)).containsOnlyOnce("Failed").endsWith("Failed");
    }
  }

  @Test
  void aPodOfOursWithoutAnExpiryLivesForTheMaximum() {
    try (SimulatedCluster cluster =
            SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
        KubernetesClient direct =
            new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      Pod ours = pod("ours", Map.of("app.kubernetes.io/managed-by", "serai"));
      Pod foreign = pod("foreign", Map.of("app.kubernetes.io/managed-by", "somebody"));
      direct.resource(ours).create();
      direct.resource(foreign).create();
      try (RunningServer server =
          RunningServer.start(
              folder.resolve("data"),
              on(cluster, Map.of("max-ttl", "3s", "cleanup-interval", "500ms")))) {
        Awaitility.await()
            .atMost(SOON)
            .until(() -> direct.pods().inNamespace("default").withName("ours").get() == null);
        assertThat(direct.pods().inNamespace("default").withName("foreign").get()).isNotNull();
        // a pod is gone a moment before it is counted
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(cleaned(server)).isEqualTo(1));
      }
    }
  }

  @Test
  void oneReplicaSweepsAndTellsAndTheOtherTakesOver() {
    try (SimulatedCluster cluster =
        SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC())) {
      Map<String, String> flags = on(cluster, Map.of("cleanup-interval", "500ms"));
      RunningServer first = RunningServer.start(folder.resolve("one"), flags);
      List<AutoCloseable> open = new CopyOnWriteArrayList<>(List.of(first));
      try {
        String expires = first.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"2s\"}").id();
        awaitGone(first, expires);
        RunningServer second = RunningServer.start(folder.resolve("two"), flags);
        open.add(second);
        try (EventLog told = EventLog.of(first);
            EventLog silent = EventLog.of(second)) {
          String next = second.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"2s\"}").id();
          told.await(next, "Terminated");
          awaitGone(second, next);
          Awaitility.await().atMost(SOON).until(() -> cleaned(first) == 2);
          assertThat(silent.all()).isEmpty();
        }
        assertThat(cleaned(second)).isZero();
        try (EventLog told = EventLog.of(second)) {
          first.close();
          String last = second.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"2s\"}").id();
          told.await(last, "Terminated");
          awaitGone(second, last);
          Awaitility.await().atMost(SOON).until(() -> cleaned(second) == 1);
        }
      } finally {
        open.forEach(ExpiryTest::close);
      }
    }
  }

  private Map<String, String> on(SimulatedCluster cluster, Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("schedule-type", "k8s");
    flags.put(
        "kubeconfig",
        Kubeconfigs.write(folder.resolve("kubeconfig"), cluster.url(), "t").toString());
    return flags;
  }

  private static Pod pod(String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .build();
  }

  private static void awaitGone(RunningServer server, String id) {
    Awaitility.await().atMost(SOON).until(() -> server.get("/env-instance/" + id).http() == 404);
  }

  private static long cleaned(RunningServer server) {
    return server
        .sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics")))
        .body()
        .lines()
        .filter(line -> line.startsWith("auto_cleanup_success_total "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
