package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Attempt;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.ClusterProxy.Treatment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim of a replica that died before it was recorded whether it had created the pod. */
class TakenOverTest {

  @TempDir Path folder;
  private SimulatedCluster cluster;
  private ClusterProxy proxy;
  private String batch;

  @BeforeEach
  void leaveAClaim() {
    cluster = SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
    proxy = ClusterProxy.to(cluster.url());
    Instant before = Instant.now().minus(Duration.ofMinutes(5));
    try (SeededBatches seeded = SeededBatches.in(folder.resolve("data"))) {
      batch =
          new TestBatch()
              .attempts(1, 0)
              .item("one", "{\"runFor\":\"50ms\",\"log\":[\"done\"]}")
              .submit(seeded.store());
      assertThat(seeded.ledger().claim("the dead one", 1, Set.of(), Duration.ofMinutes(1), before))
          .hasSize(1);
    }
  }

  @AfterEach
  void stop() {
    proxy.close();
    cluster.close();
  }

  @Test
  void itsPodIsLookedForAndThenMade() {
    try (RunningServer server = start()) {
      assertThat(awaitEnd(server.server().batchStore())).isEqualTo(BatchState.SUCCEEDED);
      assertThat(attempts(server)).hasSize(1);
    }
    assertThat(proxy.creations()).isEqualTo(1);
    List<String> ofThePod =
        proxy.heads().stream()
            .filter(head -> isLook(head) || ClusterProxy.isCreation(head))
            .toList();
    assertThat(ofThePod.get(0)).as("first request").startsWith("GET ");
  }

  @Test
  void noneIsMadeWhenItsEndIsStoredWhileItsPodIsLookedFor() {
    BatchStore[] store = new BatchStore[1];
    proxy.treat(
        head -> {
          if (isLook(head)) {
            Awaitility.await().until(() -> store[0] != null);
            store[0].cancel(batch, "Cancelled", "by a test", Instant.now());
            awaitEnd(store[0]);
          }
          return Treatment.PASS;
        });

    try (RunningServer server = start()) {
      store[0] = server.server().batchStore();
      assertThat(awaitEnd(store[0])).isEqualTo(BatchState.CANCELLED);
      BatchStore of = store[0];
      String later = new TestBatch().item("later", "{\"runFor\":\"10ms\"}").submit(of);
      Awaitility.await("the later batch has ended")
          .until(() -> of.find(later).orElseThrow().state() == BatchState.SUCCEEDED);
      server.awaitIdle("batch-start");
      assertThat(proxy.creations()).as("the later one's alone").isEqualTo(1);
    }
    assertThat(proxy.heads()).anyMatch(TakenOverTest.this::isLook);
  }

  @Test
  void whileNobodyCanTellWhetherItHasAPodItIsNotGivenBack() {
    proxy.treat(
        head ->
            isLook(head)
                ? Treatment.status(503, "ServiceUnavailable", "starting")
                : Treatment.PASS);

    try (RunningServer server = start()) {
      Awaitility.await("it was searched for repeatedly, without success")
          .until(() -> proxy.heads().stream().filter(this::isLook).count() >= 3);
      assertThat(attempts(server)).as("it stays claimed").hasSize(1);
      assertThat(counts(server, ItemState.STARTING)).isEqualTo(1);
      assertThat(proxy.creations()).isZero();
      proxy.passAll();

      assertThat(awaitEnd(server.server().batchStore())).isEqualTo(BatchState.SUCCEEDED);
      assertThat(proxy.creations()).isEqualTo(1);
    }
  }

  private RunningServer start() {
    Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "token");
    return RunningServer.start(
        folder.resolve("data"),
        Map.of(
            "schedule-type", "k8s",
            "kubeconfig", kubeconfig.toString(),
            "batch-sweep-interval", "1s"));
  }

  /** Whether the request is for this pod. */
  private boolean isLook(String head) {
    return head.startsWith("GET ") && head.contains("/pods/" + batch + "-0-1 ");
  }

  private BatchState awaitEnd(BatchStore store) {
    Awaitility.await("the batch has ended")
        .until(() -> store.find(batch).orElseThrow().state().isFinal());
    return store.find(batch).orElseThrow().state();
  }

  private List<Attempt> attempts(RunningServer server) {
    return server.server().batchStore().attempts(batch, 0);
  }

  private int counts(RunningServer server, ItemState state) {
    return server.server().batchStore().find(batch).orElseThrow().counts().of(state);
  }
}
