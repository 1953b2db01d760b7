package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that stops in the middle of a batch, and the next one with the same data folder, or
 * another one beside it with its own.
 */
class BatchRestartTest {

  private static final int ITEMS = 80;

  /** The number of pods that the first server creates; the API server rejects further ones. */
  private static final int MOST_OF_THE_FIRST = 50;

  private static final String SWEEP = "batch-sweep";

  @TempDir Path folder;

  @Test
  void theNextServerGoesOnWhereTheOneBeforeStopped() {
    try (SimulatedCluster cluster =
            SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
        ClusterProxy proxy = ClusterProxy.to(cluster.url())) {
      Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "token");
      Map<String, String> flags =
          Map.of(
              "schedule-type", "k8s",
              "kubeconfig", kubeconfig.toString(),
              "batch-sweep-interval", "1s");
      AtomicInteger creations = new AtomicInteger();
      proxy.treat(
          head ->
              ClusterProxy.isCreation(head) && creations.incrementAndGet() > MOST_OF_THE_FIRST
                  ? ClusterProxy.Treatment.status(429, "TooManyRequests", "not now")
                  : ClusterProxy.Treatment.PASS);
      String id;
      try (RunningServer first = RunningServer.start(folder.resolve("data"), flags)) {
        BatchStore store = first.server().batchStore();
        id =
            new TestBatch()
                .attempts(1, 0)
                .parallelism(20)
                .items(ITEMS, "{\"runFor\":\"700ms\",\"log\":[\"done\"]}")
                .submit(store);
        Awaitility.await("some have ended and some are running")
            .until(
                () ->
                    store.find(id).orElseThrow().counts().ended() > 10
                        && store.find(id).orElseThrow().counts().active() > 5);
      }
      proxy.passAll();
      try (RunningServer second = RunningServer.start(folder.resolve("data"), flags)) {
        BatchStore store = second.server().batchStore();
        Awaitility.await("the batch has ended")
            .atMost(Duration.ofMinutes(3))
            .until(() -> store.find(id).orElseThrow().state().isFinal());
        Batch batch = store.find(id).orElseThrow();
        assertThat(batch.state()).isEqualTo(BatchState.SUCCEEDED);
        for (Item item : store.items(id, Optional.empty(), -1, ITEMS)) {
          assertThat(item.attempt()).as(item.id()).isEqualTo(1);
          AttemptRef ref = new AttemptRef(id, item.position(), 1);
          assertThat(store.attempt(ref).orElseThrow().end().orElseThrow().log().text())
              .as(item.id())
              .isEqualTo("done\n");
        }
      }
    }
  }

  @Test
  void aServerWithDataOfItsOwnLeavesThePodsAlone() {
    try (SimulatedCluster cluster =
        SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC())) {
      Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), cluster.url(), "token");
      Map<String, String> flags =
          Map.of(
              "schedule-type", "k8s",
              "kubeconfig", kubeconfig.toString(),
              "batch-sweep-interval", "100ms");
      try (RunningServer one = RunningServer.start(folder.resolve("one"), flags);
          RunningServer other = RunningServer.start(folder.resolve("other"), flags)) {
        String ofOne = goingOn(one);
        String ofOther = goingOn(other);
        // each one checks the unknown pods several times, and processes what it has found
        for (RunningServer server : List.of(one, other)) {
          for (int sweeps = 0; sweeps < 3; sweeps++) {
            server.awaitNextRun(SWEEP);
          }
        }
        for (RunningServer server : List.of(one, other)) {
          runsToItsEnd(server);
          server.awaitIdle("batch-observation");
        }
        assertThat(active(one, ofOne)).isEqualTo(10);
        assertThat(active(other, ofOther)).isEqualTo(10);
        for (RunningServer server : List.of(one, other)) {
          BatchStore store = server.server().batchStore();
          String id = server == one ? ofOne : ofOther;
          for (Item item : store.items(id, Optional.empty(), -1, 100)) {
            assertThat(item.attempt()).as(item.id()).isEqualTo(1);
          }
        }
      }
    }
  }

  private static String goingOn(RunningServer server) {
    String id =
        new TestBatch()
            .attempts(1, 3)
            .items(10, "{\"runFor\":\"10m\"}")
            .submit(server.server().batchStore());
    Awaitility.await("all run")
        .until(
            () ->
                server.server().batchStore().find(id).orElseThrow().counts().of(ItemState.RUNNING)
                    == 10);
    return id;
  }

  /** A later batch, whose pods are observed after all earlier ones. */
  private static void runsToItsEnd(RunningServer server) {
    BatchStore store = server.server().batchStore();
    String id = new TestBatch().item("later", "{\"runFor\":\"10ms\"}").submit(store);
    Awaitility.await("a later batch has succeeded")
        .until(() -> store.find(id).orElseThrow().state() == BatchState.SUCCEEDED);
  }

  private static int active(RunningServer server, String batch) {
    return server.server().batchStore().find(batch).orElseThrow().counts().active();
  }
}
