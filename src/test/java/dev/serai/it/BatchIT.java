package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.pod.PodContract;
import dev.serai.server.RunningServer;
import dev.serai.server.TestBatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of items of every kind, as real pods. */
@Tag("alone")
class BatchIT {

  private static final int ITEMS = Integer.getInteger("it.batch.items", 300);
  private static final Optional<Duration> NO_TIMEOUT = Optional.empty();

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
    flags.put("stuck-grace", "10s");
    flags.put("environments", TestFolders.environments(data).toString());
    flags.put("pod-templates", TestFolders.podTemplates(data).toString());
    server = RunningServer.start(data, flags);
  }

  @AfterAll
  static void stop() {
    server.close();
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
  }

  @Test
  void itemsOfEveryKindEndAsTheyShouldAndLeaveNoPod() {
    TestBatch made = new TestBatch().parallelism(60).attempts(1, 0);
    // first those whose image is missing: a kubelet was seen to take 71 s to let go of such a pod
    int images = ITEMS / 30;
    for (int i = 0; i < ITEMS; i++) {
      switch (i < images ? 0 : 1 + (i - images) % 29) {
        case 0 -> made.item("image-" + i, "missing@1.0.0", "{}", NO_TIMEOUT);
        case 1 -> made.command("late-" + i, Optional.of(Duration.ofSeconds(3)), "sleep", "600");
        case 2, 3, 4, 5, 6 -> made.command("false-" + i, NO_TIMEOUT, "false");
        case 7, 8, 9, 10, 11 ->
            made.command("three-" + i, NO_TIMEOUT, "sh", "-c", "echo item " + i + "; exit 3");
        case 12, 13, 14, 15, 16 -> made.command("sleep-" + i, NO_TIMEOUT, "sleep", "2");
        default -> made.command("true-" + i, NO_TIMEOUT, "true");
      }
    }
    BatchStore store = server.batches();

    String id = made.submit(store);
    Awaitility.await("the batch has ended")
        .atMost(Duration.ofMinutes(12))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> store.find(id).orElseThrow().state().isFinal());

    Batch batch = store.find(id).orElseThrow();
    for (Item item : store.items(id, Optional.empty(), -1, ITEMS)) {
      Attempt attempt = store.attempt(new AttemptRef(id, item.position(), 1)).orElseThrow();
      AttemptOutcome end = attempt.end().orElseThrow();
      String what = item.id() + ": " + end;
      switch (item.id().substring(0, item.id().indexOf('-'))) {
        case "image" -> {
          assertThat(item.state()).as(what).isEqualTo(ItemState.FAILED);
          assertThat(end.kind()).as(what).isEqualTo(AttemptOutcome.Kind.INFRASTRUCTURE);
          assertThat(end.reason()).as(what).isIn("ErrImagePull", "ImagePullBackOff");
        }
        case "late" -> {
          assertThat(item.state()).as(what).isEqualTo(ItemState.TIMED_OUT);
          assertThat(end.reason()).as(what).isEqualTo("DeadlineExceeded");
        }
        case "false" -> assertFailed(item, end, 1, "");
        case "three" -> assertFailed(item, end, 3, "item " + item.position() + "\n");
        default -> {
          assertThat(item.state()).as(what).isEqualTo(ItemState.SUCCEEDED);
          assertThat(end.exitCode()).as(what).hasValue(0);
          assertThat(attempt.node()).as(what).isNotEmpty();
        }
      }
    }
    assertThat(batch.counts().total()).isEqualTo(ITEMS);
    assertThat(batch.counts().ended()).isEqualTo(ITEMS);
    Awaitility.await("no pod is left")
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(() -> assertThat(pods()).isEmpty());
    System.out.printf(
        "A batch of %d real pods: %s in %d s%n",
        ITEMS,
        batch.counts().byState(),
        Duration.between(batch.createdAt(), batch.finishedAt().orElseThrow()).toSeconds());
  }

  private static void assertFailed(Item item, AttemptOutcome end, int code, String log) {
    String what = item.id() + ": " + end;
    assertThat(item.state()).as(what).isEqualTo(ItemState.FAILED);
    assertThat(end.kind()).as(what).isEqualTo(AttemptOutcome.Kind.FAILED);
    assertThat(end.exitCode()).as(what).hasValue(code);
    assertThat(end.reason()).as(what).isEqualTo("Error");
    assertThat(end.log().available()).as(what).isTrue();
    assertThat(end.log().text()).as(what).isEqualTo(log);
  }

  private static List<String> pods() {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(PodContract.BATCH)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
