package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a gap of the watch, lists agree with the cluster. */
class WatchTest {

  @TempDir Path folder;

  @Test
  void whatIsDeletedDuringAnOutageIsGoneFromListsSoonAfterIt() {
    try (SimulatedCluster cluster =
            SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
        KubernetesClient direct =
            new KubernetesClientBuilder().withConfig(cluster.config()).build();
        ClusterProxy proxy = ClusterProxy.to(cluster.url());
        RunningServer server =
            RunningServer.start(
                folder.resolve("data"),
                Map.of(
                    "schedule-type",
                    "k8s",
                    "kubeconfig",
                    Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "t")
                        .toString()))) {
      List<String> made = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        made.add(server.post("{\"envName\":\"demo@1.0.0\"}").id());
      }
      made.forEach(id -> server.await(id, "Running"));
      assertThat(listed(server)).containsExactlyInAnyOrderElementsOf(made);

      for (boolean relist : new boolean[] {false, true}) {
        proxy.down();
        List<String> victims = List.copyOf(made.subList(0, 2));
        for (String victim : victims) {
          direct.pods().inNamespace("default").withName(victim).withGracePeriod(0).delete();
        }
        made.removeAll(victims);
        if (relist) {
          // the watch can't resume at its resource version
          cluster.compact();
        }
        assertThat(listed(server)).as("the deletions were not observed").containsAll(victims);
        proxy.up();

        Awaitility.await()
            .untilAsserted(
                () -> assertThat(listed(server)).containsExactlyInAnyOrderElementsOf(made));
      }
    }
  }

  private static List<String> listed(RunningServer server) {
    List<String> ids = new ArrayList<>();
    server.get("/env-instance/*/list").data().forEach(row -> ids.add(row.path("id").asText()));
    return ids;
  }
}
