package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.server.PlacedLoad;
import dev.serai.server.PlacedLoad.Placed;
import dev.serai.server.RunningServer;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real API servers: shares by weight, and one of them stopped under load. */
class TwoClustersIT {

  private static final String PARKED = "{\"envName\":\"parked@1.0.0\",\"ttl\":\"30m\"}";
  private static final int CREATIONS = 1_500;
  private static final double SHARE = 2.0 / 3;
  private static final double FIVE_PERCENT = 0.05;

  /** The 2 seconds that are asked for, on a machine that has other things to do. */
  private static final Duration MOVED_WITHIN = Duration.ofSeconds(4);

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private KubernetesClient one;
  private KubernetesClient two;
  private SecondCluster second;
  private String inOne;
  private String inTwo;

  @BeforeEach
  void start() throws IOException {
    one = TestCluster.admin();
    second = SecondCluster.start(one, folder.resolve("second"));
    two =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(second.kubeconfig())))
            .build();
    inOne = TestCluster.newNamespace(one);
    inTwo = TestCluster.newNamespace(two);
  }

  @AfterEach
  void stop() {
    // its pods have no node and go with it; there are too many of them for one call
    one.namespaces().withName(inOne).delete();
    one.close();
    two.close();
    second.close();
  }

  @Test
  void sharesAreAsTheWeightsSayAndMoveFromAClusterThatStopsAndBack() throws Exception {
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags());
        PlacedLoad load = PlacedLoad.on(server, PARKED)) {
      await().atMost(Duration.ofMinutes(3)).until(() -> load.all().size() >= CREATIONS);
      double share = share("one", load.all());
      assertThat(share).isCloseTo(SHARE, within(FIVE_PERCENT));
      Set<String> before = ids("two", load.all());

      long down = System.nanoTime();
      second.stopApi();
      long stopped = System.nanoTime();
      await().atMost(SOON).until(() -> load.since(stopped).size() > 200);
      await()
          .alias("the instances of the stopped cluster are listed, marked unreachable")
          .atMost(SOON)
          .untilAsserted(() -> assertListedAsUnreachable(server, before));
      List<Placed> meanwhile = load.since(stopped);
      Duration longest = load.longest(down);

      long up = System.nanoTime();
      second.startApi();
      await().atMost(SOON).until(() -> !ids("two", load.since(up)).isEmpty());
      Duration back = load.firstIn("two", up);
      long again = System.nanoTime();
      await().atMost(Duration.ofMinutes(2)).until(() -> load.since(again).size() >= CREATIONS / 2);
      load.stop();

      System.out.println(
          ("of %d instances %.1f %% on the cluster of weight 2 of 3; %d made while the other was"
                  + " stopped, the longest took %d ms; it had instances again after %d ms, and its"
                  + " share was %.1f %% then; %d failed requests")
              .formatted(
                  CREATIONS,
                  100 * share,
                  meanwhile.size(),
                  longest.toMillis(),
                  back.toMillis(),
                  100 - 100 * share("one", load.since(again)),
                  load.failures().size()));
      assertThat(load.failures()).isEmpty();
      assertThat(meanwhile).extracting(Placed::cluster).containsOnly("one");
      assertThat(longest).isLessThan(MOVED_WITHIN);
      assertThat(share("one", load.since(again))).isCloseTo(SHARE, within(2 * FIVE_PERCENT));
      await().atMost(SOON).untilAsserted(() -> assertEachIsThereOnce(load.all()));
    }
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    flags.put("schedule-type", "k8s");
    flags.put("clusters.one.kubeconfig", TestCluster.kubeconfig().toString());
    flags.put("clusters.one.namespace", inOne);
    flags.put("clusters.one.weight", "2");
    flags.put("clusters.two.kubeconfig", second.kubeconfig().toString());
    flags.put("clusters.two.namespace", inTwo);
    flags.put("stuck-grace", "1h");
    flags.put("environments", TestFolders.environments(folder).toString());
    flags.put("pod-templates", TestFolders.podTemplates(folder).toString());
    return flags;
  }

  private static void assertListedAsUnreachable(RunningServer server, Set<String> ids) {
    Answer list = server.get("/env-instance/*/list");
    assertThat(list.http()).isEqualTo(200);
    assertThat(list.raw().headers().firstValue("Serai-Unreachable")).contains("two");
    Set<String> listed = new TreeSet<>();
    for (JsonNode row : list.data()) {
      if (row.path("cluster").asText().equals("two")) {
        assertThat(row.path("cluster_reachable").asBoolean(true)).isFalse();
        listed.add(row.path("id").asText());
      }
    }
    assertThat(listed).containsAll(ids);
  }

  /** No creation has left a second pod behind, wherever it was tried. */
  private void assertEachIsThereOnce(List<Placed> placed) {
    List<String> names =
        Stream.concat(
                one.pods().inNamespace(inOne).list().getItems().stream(),
                two.pods().inNamespace(inTwo).list().getItems().stream())
            .map(pod -> pod.getMetadata().getName())
            .toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(placed.stream().map(Placed::id).toList());
  }

  private static double share(String cluster, List<Placed> placed) {
    return (double) ids(cluster, placed).size() / placed.size();
  }

  private static Set<String> ids(String cluster, List<Placed> placed) {
    Set<String> ids = new TreeSet<>();
    placed.stream().filter(p -> p.cluster().equals(cluster)).forEach(p -> ids.add(p.id()));
    return ids;
  }
}
