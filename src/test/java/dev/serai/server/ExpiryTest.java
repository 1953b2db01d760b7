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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serai leaves no pods behind in the cluster, and one replica cleans up. */
class ExpiryTest {

  private static final String SWEEP = "sweep";

  @TempDir Path folder;

  private final ShiftedClock clock = new ShiftedClock();

  @Test
  void whatHasExpiredOrHasBeenKeptLongEnoughIsDeletedAndCounted() {
    try (RunningServer server =
        RunningServer.start(
            folder,
            Map.of("cleanup-interval", "100ms", "finished-retention", "20m", "max-ttl", "1h"),
            clock)) {
      String keeps = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      String expires = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"5m\"}").id();
      String ends =
          server
              .post(
                  """
                  {"envName":"hello@1.0.0","ttl":"1h",
                   "environment_variables":{"SERAI_SIMULATE":"{\\"runFor\\":\\"50ms\\"}"}}
                  """)
              .id();

      assertThat(server.await(ends, "Terminated").status()).isEqualTo("Terminated");
      server.awaitNextRun(SWEEP);
      assertThat(server.get("/env-instance/" + expires).http()).as("not expired").isEqualTo(200);
      clock.skip(Duration.ofMinutes(6));
      awaitGone(server, expires);
      server.awaitNextRun(SWEEP);
      assertThat(server.get("/env-instance/" + ends).http()).as("still kept").isEqualTo(200);
      clock.skip(Duration.ofMinutes(15));
      awaitGone(server, ends);
      server.awaitNextRun(SWEEP);
      assertThat(server.get("/env-instance/" + keeps).status()).isEqualTo("Running");
      Awaitility.await().untilAsserted(() -> assertThat(cleaned(server)).isEqualTo(2));
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
                    "100ms",
                    "stuck-grace",
                    "2m"),
                clock);
        EventLog events = EventLog.of(server)) {
      String noImage = server.post("{\"envName\":\"noimage@1.0.0\"}").id();
      String noNode = server.post("{\"envName\":\"nonode@1.0.0\"}").id();
      for (String id : List.of(noImage, noNode)) {
        Awaitility.await("the cluster reports why it does not start")
            .until(() -> !statusReason(server, id).isEmpty());
      }
      clock.skip(Duration.ofMinutes(3));

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
      // later sweeps do not change it
      server.awaitNextRun(SWEEP);
      server.awaitNextRun(SWEEP);
      assertThat(server.get("/env-instance/" + noImage).status()).isEqualTo("Failed");
      assertThat(server.get("/env-instance/" + noNode).status()).isEqualTo("Failed");
      // events are published in order
      String later = server.post("{\"envName\":\"noimage@1.0.0\"}").id();
      Awaitility.await("the event of a later one").until(() -> !events.of(later).isEmpty());
      assertThat(events.statesOf(noImage)).containsOnlyOnce("Failed").endsWith("Failed");
    }
  }

  @Test
  void aPodOfOursWithoutAnExpiryLivesForTheMaximum() {
    try (SimulatedCluster cluster = SimulatedCluster.start(SimulationTiming.brief(), clock);
        KubernetesClient direct =
            new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      Pod ours = pod("ours", Map.of("app.kubernetes.io/managed-by", "serai"));
      Pod foreign = pod("foreign", Map.of("app.kubernetes.io/managed-by", "somebody"));
      direct.resource(ours).create();
      direct.resource(foreign).create();
      try (RunningServer server =
          RunningServer.start(
              folder.resolve("data"),
              on(cluster, Map.of("max-ttl", "1h", "cleanup-interval", "100ms")),
              clock)) {
        server.awaitNextRun(SWEEP);
        assertThat(direct.pods().inNamespace("default").list().getItems()).hasSize(2);
        clock.skip(Duration.ofMinutes(61));
        Awaitility.await()
            .until(() -> direct.pods().inNamespace("default").withName("ours").get() == null);
        server.awaitNextRun(SWEEP);
        assertThat(direct.pods().inNamespace("default").withName("foreign").get()).isNotNull();
        // a pod is deleted a moment before it is counted
        Awaitility.await().untilAsserted(() -> assertThat(cleaned(server)).isEqualTo(1));
      }
    }
  }

  @Test
  void aSweepWaitsForTheDeletionsOfTheOneBefore() {
    try (SimulatedCluster cluster = SimulatedCluster.start(SimulationTiming.brief(), clock);
        ClusterProxy proxy = ClusterProxy.to(cluster.url());
        RunningServer server =
            RunningServer.start(
                folder.resolve("data"),
                on(proxy.url(), Map.of("cleanup-interval", "100ms")),
                clock)) {
      proxy.treat(
          head ->
              head.startsWith("DELETE ")
                  ? ClusterProxy.Treatment.HOLD
                  : ClusterProxy.Treatment.PASS);
      String id = expiring(server);
      Awaitility.await("the first deletion").until(() -> deletions(proxy, id) > 0);
      // meanwhile there would be time for ten sweeps
      for (int i = 0; i < 3; i++) {
        server.awaitNextRun("batch-ends");
      }
      proxy.passAll();
      proxy.release();
      awaitGone(server, id);
      server.awaitNextRun(SWEEP);

      assertThat(deletions(proxy, id)).isEqualTo(1);
      assertThat(cleaned(server)).isEqualTo(1);
    }
  }

  @Test
  void oneReplicaSweepsAndTellsAndTheOtherTakesOver() {
    try (SimulatedCluster cluster = SimulatedCluster.start(SimulationTiming.brief(), clock)) {
      Map<String, String> flags = on(cluster, Map.of("cleanup-interval", "100ms"));
      RunningServer first = RunningServer.start(folder.resolve("one"), flags, clock);
      List<AutoCloseable> open = new CopyOnWriteArrayList<>(List.of(first));
      try {
        String expires = expiring(first);
        awaitGone(first, expires);
        RunningServer second = RunningServer.start(folder.resolve("two"), flags, clock);
        open.add(second);
        try (EventLog reported = EventLog.of(first);
            EventLog silent = EventLog.of(second)) {
          String next = expiring(second);
          reported.await(next, "Terminated");
          awaitGone(second, next);
          Awaitility.await().untilAsserted(() -> assertThat(cleaned(first)).isEqualTo(2));
          assertThat(silent.all()).isEmpty();
        }
        assertThat(second.runs(SWEEP)).isZero();
        assertThat(cleaned(second)).isZero();
        try (EventLog reported = EventLog.of(second)) {
          first.close();
          String last = expiring(second);
          reported.await(last, "Terminated");
          awaitGone(second, last);
          Awaitility.await().untilAsserted(() -> assertThat(cleaned(second)).isEqualTo(1));
        }
      } finally {
        open.forEach(ExpiryTest::close);
      }
    }
  }

  /** Creates an instance, and lets it expire. */
  private String expiring(RunningServer server) {
    String id = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\"}").id();
    assertThat(server.await(id, "Running").status()).isEqualTo("Running");
    clock.skip(Duration.ofMinutes(2));
    return id;
  }

  private static long deletions(ClusterProxy proxy, String id) {
    return proxy.heads().stream()
        .filter(head -> head.startsWith("DELETE ") && head.contains(id))
        .count();
  }

  private Map<String, String> on(SimulatedCluster cluster, Map<String, String> more) {
    return on(cluster.url(), more);
  }

  private Map<String, String> on(URI cluster, Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("schedule-type", "k8s");
    flags.put(
        "kubeconfig", Kubeconfigs.write(folder.resolve("kubeconfig"), cluster, "t").toString());
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
    Awaitility.await().until(() -> server.get("/env-instance/" + id).http() == 404);
  }

  private static String statusReason(RunningServer server, String id) {
    return server.get("/env-instance/" + id).data().path("status_reason").asText();
  }

  private static long cleaned(RunningServer server) {
    return (long) server.metric("auto_cleanup_success_total");
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
