package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.pod.PodContract;
import dev.serai.server.RunningServer;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances by REST on a real cluster, from request to clean-up. */
class InstanceIT {

  @TempDir static Path data;

  private static KubernetesClient admin;
  private static String namespace;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    admin = TestCluster.admin();
    namespace = TestCluster.newNamespace(admin);
    Map<String, String> flags =
        new HashMap<>(TestCluster.flags(namespace, TestCluster.kubeconfig()));
    flags.put("stuck-grace", "5s");
    flags.put("cleanup-interval", "1s");
    flags.put("environments", TestFolders.environments(data).toString());
    flags.put("pod-templates", TestFolders.podTemplates(data).toString());
    TestCluster.awaitRoomForPods(admin, namespace);
    server = RunningServer.start(data, flags);
  }

  @AfterAll
  static void stop() {
    server.close();
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
  }

  @Test
  void whatWasAskedForIsInThePodAndInItsLogAndItEndsAndIsGoneAfterItsTtl() {
    Answer created =
        server.post(
            """
            {"envName":"hello@1.0.0","arguments":["eins","zwei drei"],
             "environment_variables":{"GREETING":"guten Morgen"},"owner":"a@b.com",
             "labels":{"experiment":"e 1"},"ttl":"2m"}
            """);
    assertThat(created.http()).as(created.message()).isEqualTo(200);
    String id = created.id();

    Pod pod = admin.pods().inNamespace(namespace).withName(id).get();
    assertThat(pod.getSpec().getContainers().get(0).getArgs()).containsExactly("eins", "zwei drei");
    assertThat(pod.getSpec().getContainers().get(0).getEnv())
        .contains(new EnvVarBuilder().withName("GREETING").withValue("guten Morgen").build());
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry(PodContract.OWNER, "a@b.com")
        .containsEntry(PodContract.LABELS, "{\"experiment\":\"e 1\"}")
        .containsEntry(PodContract.TTL, "2m");
    assertThat(Instant.parse(pod.getMetadata().getAnnotations().get(PodContract.EXPIRES_AT)))
        .isBetween(Instant.now(), Instant.now().plusSeconds(120));
    assertThat(pod.getMetadata().getLabels())
        .containsEntry(PodContract.MANAGED_BY, "serai")
        .containsEntry(PodContract.ENV_NAME, "hello")
        .containsKey("labels.serai.dev/experiment");

    Answer ended = server.await(id, "Terminated");
    assertThat(ended.status()).isEqualTo("Terminated");
    assertThat(ended.data().path("exit_code").asInt(-1)).isZero();
    assertThat(
            server
                .sendRaw(HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs")))
                .body())
        .contains("eins\nzwei drei\n", "GREETING=guten Morgen");
    TestCluster.awaitEvents(admin, namespace, server, id);

    await()
        .alias("the pod is gone after its TTL")
        .atMost(Duration.ofMinutes(5))
        .until(() -> admin.pods().inNamespace(namespace).withName(id).get() == null);
    await()
        .alias("and the server knows")
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.get("/env-instance/" + id).http() == 404);
  }

  @Test
  void anExitCodeOtherThanZeroIsFailedWithTheCode() {
    String id = server.post("{\"envName\":\"fail@1.0.0\"}").id();

    Answer ended = server.await(id, "Failed");

    assertThat(ended.status()).isEqualTo("Failed");
    assertThat(ended.data().path("status_message").asText()).contains("exit code 3");
    assertThat(ended.data().path("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void anImageThatCannotBePulledIsFailedWithItsReasonAndStaysSo() {
    String id = server.post("{\"envName\":\"missing@1.0.0\"}").id();

    await()
        .alias("Failed, once its grace is over")
        .atMost(Duration.ofMinutes(2))
        .until(() -> server.get("/env-instance/" + id).status().equals("Failed"));

    assertThat(server.get("/env-instance/" + id).data().path("status_reason").asText())
        .isIn("ErrImagePull", "ImagePullBackOff");
    await()
        .alias("the mark on the pod")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                admin
                    .pods()
                    .inNamespace(namespace)
                    .withName(id)
                    .get()
                    .getMetadata()
                    .getAnnotations()
                    .containsKey(PodContract.FAILED));
  }

  @Test
  void anInstanceThatNoNodeTakesIsFailedAsUnschedulable() {
    String id = server.post("{\"envName\":\"parked@1.0.0\"}").id();

    await()
        .alias("Failed, once its grace is over")
        .atMost(Duration.ofMinutes(2))
        .until(() -> server.get("/env-instance/" + id).status().equals("Failed"));

    assertThat(server.get("/env-instance/" + id).data().path("status_reason").asText())
        .isEqualTo("Unschedulable");
  }

  @Test
  void anInstanceWhoseVolumeIsMissingIsFailedWithWhatItsEventsSay() {
    String id = server.post("{\"envName\":\"novolume@1.0.0\"}").id();

    await()
        .alias("Failed, once its grace is over and an event has told why")
        .atMost(Duration.ofMinutes(5))
        .until(() -> server.get("/env-instance/" + id).status().equals("Failed"));

    Answer failed = server.get("/env-instance/" + id);
    assertThat(failed.data().path("status_reason").asText()).isEqualTo("FailedMount");
    assertThat(failed.data().path("status_message").asText()).contains("no-such-map");
  }

  @Test
  void aShellAsProcessOneEndsWhenItIsAskedTo() {
    String id = server.post("{\"envName\":\"demo@1.0.0\"}").id();
    assertThat(server.await(id, "Running").data().path("ip").asText()).isNotEmpty();

    try (FollowedLog log = FollowedLog.of(server, id)) {
      await().alias("it has begun").until(() -> log.lines().contains("demo runs"));

      assertThat(server.delete("/env-instance/" + id).http()).isEqualTo(200);

      // a shell that is killed at the end of its grace period never writes this; how soon a kubelet
      // with other work tells of the end is its own affair
      await()
          .alias("it was asked to end, and did")
          .atMost(Duration.ofMinutes(2))
          .until(() -> log.lines().contains("demo ends"));
      await()
          .alias("the pod is gone")
          .atMost(Duration.ofMinutes(3))
          .until(() -> admin.pods().inNamespace(namespace).withName(id).get() == null);
    }
  }

  @Test
  void bothContainersOfADualInstanceRunAndCanBeRead() {
    String id = server.post("{\"envName\":\"dual@1.0.0\",\"datasource\":\"latest\"}").id();

    assertThat(server.await(id, "Running").status()).isEqualTo("Running");

    Pod pod = admin.pods().inNamespace(namespace).withName(id).get();
    assertThat(pod.getSpec().getContainers()).hasSize(2);
    assertThat(pod.getSpec().getContainers())
        .filteredOn(container -> container.getName().equals(PodContract.SECOND_CONTAINER))
        .allMatch(container -> container.getImage().endsWith("busybox:latest"));
    assertThat(
            server
                .sendRaw(
                    HttpRequest.newBuilder(
                        server.uri(
                            "/env-instance/"
                                + id
                                + "/logs?container="
                                + PodContract.SECOND_CONTAINER)))
                .statusCode())
        .isEqualTo(200);
    server.delete("/env-instance/" + id);
  }

  @Test
  void fiftyConcurrentCreationsWithOneKeyMakeOnePod() {
    String body = "{\"envName\":\"parked@1.0.0\",\"owner\":\"a@b.com\"}";
    ExecutorService fifty = Executors.newFixedThreadPool(50);
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> server.post(body, "Idempotency-Key", "fifty"), fifty))
            .toList();

    assertThat(answers.stream().map(answer -> answer.join().id()).distinct())
        .hasSize(1)
        .doesNotContain("");
    assertThat(answers).allMatch(answer -> answer.join().http() == 200);
    assertThat(
            admin.pods().inNamespace(namespace).list().getItems().stream()
                .filter(
                    pod ->
                        "fifty"
                            .equals(
                                pod.getMetadata()
                                    .getAnnotations()
                                    .get(PodContract.IDEMPOTENCY_KEY))))
        .hasSize(1);
    Answer other =
        server.post(
            "{\"envName\":\"hello@1.0.0\",\"owner\":\"a@b.com\"}", "Idempotency-Key", "fifty");
    assertThat(other.http()).isEqualTo(409);
    assertThat(other.message()).contains("Idempotency-Key");
  }
}
