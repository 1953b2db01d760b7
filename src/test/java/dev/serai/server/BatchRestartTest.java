package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops in the middle of a batch, and the next one on the same data. */
class BatchRestartTest {

  @TempDir Path folder;

  @Test
  void theNextServerGoesOnWhereTheOneBeforeStopped() {
    try (SimulatedCluster cluster =
        SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC())) {
      Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), cluster.url(), "token");
      Map<String, String> flags =
          Map.of(
              "schedule-type", "k8s",
              "kubeconfig", kubeconfig.toString(),
              "batch-sweep-interval", "1s");
      String id;
      try (RunningServer first = RunningServer.start(folder.resolve("data"), flags)) {
        BatchStore store = first.server().batchStore();
        id =
            new TestBatch()
                .attempts(1, 0)
                .parallelism(20)
                .items(80, "{\"runFor\":\"700ms\",\"log\":[\"done\"]}")
                .submit(store);
        Awaitility.await("some have ended and some go on")
            .until(
                () ->
                    store.find(id).orElseThrow().counts().ended() > 10
                        && store.find(id).orElseThrow().counts().active() > 5);
      }
      try (RunningServer second = RunningServer.start(folder.resolve("data"), flags)) {
        BatchStore store = second.server().batchStore();
        assertThat(store.find(id).orElseThrow().counts().ended()).isLessThan(80);
        Awaitility.await("the batch has ended")
            .atMost(Duration.ofSeconds(60))
            .until(() -> store.find(id).orElseThrow().state().isFinal());
        Batch batch = store.find(id).orElseThrow();
        assertThat(batch.state()).isEqualTo(BatchState.SUCCEEDED);
        for (Item item : store.items(id, Optional.empty(), -1, 100)) {
          assertThat(item.attempt()).as(item.id()).isEqualTo(1);
          assertThat(store.attempts(id, item.position()).get(0).end().orElseThrow().log().text())
              .as(item.id())
              .isEqualTo("done\n");
        }
      }
    }
  }
}
