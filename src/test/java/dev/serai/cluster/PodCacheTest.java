package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.MovedClock;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One cache of the pods of two clusters. */
class PodCacheTest {

  private static final Map<String, String> OURS = Map.of("ours", "yes");

  /** The clusters': the times of creations are whole seconds. */
  private final MovedClock clock = new MovedClock(Instant.now());

  private final SimulatedCluster first = SimulatedCluster.start(SimulationTiming.brief(), clock);
  private final SimulatedCluster second = SimulatedCluster.start(SimulationTiming.brief(), clock);
  private final KubernetesClient inFirst = client(first);
  private final KubernetesClient inSecond = client(second);
  private final Clusters clusters =
      new Clusters(List.of(cluster("first", first), cluster("second", second)));
  private final PodCache cache = new PodCache(clusters, OURS);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    cache.addListener(
        new PodListener() {
          @Override
          public void onPod(Pod pod) {
            heard.add("+" + DuplicatePods.cluster(pod));
          }

          @Override
          public void onGone(Pod lastKnown) {
            heard.add("-" + DuplicatePods.cluster(lastKnown));
          }
        });
    cache.start();
    await().until(cache::isSynced);
  }

  @AfterEach
  void stop() {
    cache.close();
    clusters.close();
    inFirst.close();
    inSecond.close();
    first.close();
    second.close();
  }

  @Test
  void showsThePodsOfBothAndSaysWhereTheyAre() {
    make(inFirst, "a", "");
    make(inSecond, "b", "");
    await().until(() -> cache.all().keySet().containsAll(List.of("a", "b")));
    assertThat(cluster("a")).contains("first");
    assertThat(cluster("b")).contains("second");
    assertThat(cache.in("first")).hasSize(1);
    assertThat(cache.superfluous()).isEmpty();
  }

  @Test
  void ofOneNameTheOneIsShownThatWasMadeInTheOthersPlace() {
    make(inFirst, "a", "");
    await().until(() -> cluster("a").equals(Optional.of("first")));
    make(inSecond, "a", "first");
    await().until(() -> cluster("a").equals(Optional.of("second")));
    assertThat(cache.superfluous()).extracting(DuplicatePods::cluster).containsExactly("first");
    assertThat(cache.all()).hasSize(1);
    assertThat(heard).as("nothing of it is gone").doesNotContain("-first", "-second");

    // the instance is deleted: the pod that nobody was told of does not come back as one
    remove(inSecond);
    await().until(() -> cluster("a").isEmpty());
    assertThat(cache.superfluous()).hasSize(1);
    assertThat(heard).contains("-second");
    remove(inFirst);
    await().until(() -> cache.superfluous().isEmpty());
    assertThat(heard).doesNotContain("-first");
  }

  @Test
  void ofOneNameTheEarlierOneIsShownAndTheLaterOneTakesItsPlace() {
    make(inFirst, "a", "");
    await().until(() -> cluster("a").equals(Optional.of("first")));
    clock.move(Duration.ofSeconds(1));
    make(inSecond, "a", "");
    await().until(() -> cache.superfluous().size() == 1);
    assertThat(cluster("a")).contains("first");

    remove(inFirst);
    await().until(() -> cluster("a").equals(Optional.of("second")));
    assertThat(cache.superfluous()).isEmpty();
    assertThat(heard).containsSubsequence("-first", "+second");
  }

  @Test
  void forgetsWhatIsGoneWhenOneClustersClientsAreExchanged() {
    make(inFirst, "a", "");
    make(inFirst, "b", "");
    make(inSecond, "c", "");
    await().until(() -> cache.all().size() == 3);
    clusters.first().clients().replace(first.config());
    inFirst.pods().inNamespace("default").withName("a").withGracePeriod(0).delete();
    make(inFirst, "d", "");
    await().until(() -> cache.all().keySet().equals(java.util.Set.of("b", "c", "d")));
  }

  @Test
  void saysWhichClusterIsNotHeardFromAndKeepsItsPods() {
    make(inFirst, "a", "");
    await().until(() -> cache.all().size() == 1);
    assertThat(cache.lost()).isEmpty();
    first.close();
    await().until(() -> cache.lost().equals(List.of("first")));
    assertThat(cache.isReachable("first")).isFalse();
    assertThat(cache.isReachable("second")).isTrue();
    assertThat(cache.isReachable("third")).isFalse();
    assertThat(cache.isWatching()).isFalse();
    assertThat(cache.isSynced()).isTrue();
    assertThat(cluster("a")).contains("first");
  }

  private Optional<String> cluster(String name) {
    return cache.find(name).map(DuplicatePods::cluster);
  }

  private static void make(KubernetesClient client, String name, String passedOver) {
    client
        .pods()
        .inNamespace("default")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(OURS)
                .withAnnotations(Map.of(PodContract.PASSED_OVER, passedOver))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("box:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private static void remove(KubernetesClient client) {
    client.pods().inNamespace("default").withName("a").withGracePeriod(0).delete();
  }

  private static Cluster cluster(String name, SimulatedCluster simulated) {
    return TestClusters.of(
        TestClusters.described(name, "", 1), simulated.config(), Clock.systemUTC());
  }

  private static KubernetesClient client(SimulatedCluster cluster) {
    return new KubernetesClientBuilder().withConfig(cluster.config()).build();
  }
}
