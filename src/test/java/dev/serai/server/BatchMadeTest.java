package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of created pods, when neither a sweep nor a change of a pod adds it later. */
class BatchMadeTest {

  private static final String WAITS = "{\"unschedulable\":true}";

  @TempDir static Path folder;

  private static SimulatedCluster cluster;
  private static ClusterProxy proxy;
  private static RunningServer server;
  private static BatchStore store;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
    proxy = ClusterProxy.to(cluster.url());
    Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "token");
    server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "schedule-type", "k8s",
                "kubeconfig", kubeconfig.toString(),
                "stuck-grace", "10m",
                "batch-sweep-interval", "10m"));
    store = server.server().batchStore();
  }

  @AfterEach
  void heal() {
    proxy.passAll();
  }

  @AfterAll
  static void stop() {
    server.close();
    proxy.close();
    cluster.close();
  }

  @Test
  void thePodOfEveryAttemptIsNoted() {
    // more than are recorded at once, and a remainder
    int items = 130;

    String id = new TestBatch().parallelism(items).items(items, WAITS).submit(store);

    Awaitility.await("the pod of every item")
        .untilAsserted(
            () ->
                assertThat(IntStream.range(0, items).filter(item -> !isNoted(id, item)))
                    .as("items without a recorded pod")
                    .isEmpty());
    assertThat(store.find(id).orElseThrow().counts().of(ItemState.STARTING)).isEqualTo(items);
  }

  @Test
  void aPodWhoseAttemptWasOverBeforeItWasMadeIsDiscarded() {
    CompletableFuture<String> submitted = new CompletableFuture<>();
    proxy.treat(
        head -> {
          if (ClusterProxy.isCreation(head)) {
            endBefore(submitted.join());
          }
          return ClusterProxy.Treatment.PASS;
        });
    Set<String> added = ConcurrentHashMap.newKeySet();
    Set<String> deleted = ConcurrentHashMap.newKeySet();
    try (KubernetesClient direct =
        new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      Watch watch = direct.pods().inAnyNamespace().watch(new Names(added, deleted));
      String id = new TestBatch().items(3, WAITS).submit(store);
      submitted.complete(id);

      Awaitility.await("every pod was created, and is deleted")
          .until(() -> of(id, added).size() == 3 && of(id, deleted).size() == 3);
      watch.close();
      assertThat(store.find(id).orElseThrow().counts().of(ItemState.CANCELLED)).isEqualTo(3);
    }
  }

  private static boolean isNoted(String batch, int item) {
    return store.attempts(batch, item).stream()
        .anyMatch(attempt -> !attempt.pod().isEmpty() && !attempt.uid().isEmpty());
  }

  private static Set<String> of(String batch, Set<String> pods) {
    return pods.stream().filter(pod -> pod.startsWith(batch)).collect(Collectors.toSet());
  }

  private static void endBefore(String batch) {
    store.cancel(batch, "Cancelled", "by a test", Instant.now());
    Awaitility.await("the batch has ended")
        .until(() -> store.find(batch).orElseThrow().state() == BatchState.CANCELLED);
  }

  /** The names of the pods that a watch has reported. */
  private record Names(Set<String> added, Set<String> deleted) implements Watcher<Pod> {

    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action == Action.ADDED) {
        added.add(pod.getMetadata().getName());
      } else if (action == Action.DELETED) {
        deleted.add(pod.getMetadata().getName());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // the wait for the pods then times out
    }
  }
}
