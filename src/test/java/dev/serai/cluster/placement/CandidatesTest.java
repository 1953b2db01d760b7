package dev.serai.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serai.MovedClock;
import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.TestClusters;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.InstancePlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order the clusters are tried that an instance may run on. */
class CandidatesTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path folder;

  private FolderEnvCatalogue environments;

  @BeforeEach
  void environments() throws IOException {
    write("plain", "");
    write("north", "placement: {region: north}\n");
    environments = FolderEnvCatalogue.open(folder, List.of(new PlacementRule()));
  }

  @Test
  void overManyIdsTheSharesAreAsTheWeightsSay() {
    Candidates candidates = of(TestClusters.of("a", 3), TestClusters.of("b", 1), weightless("c"));
    int all = 20_000;
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < all; i++) {
      List<Cluster> order = candidates.of(plan("{}"), Set.of());
      assertThat(order).hasSize(3);
      assertThat(order.get(2).name()).as("weight 0 comes last").isEqualTo("c");
      firsts.merge(order.get(0).name(), 1, Integer::sum);
    }
    assertThat(firsts.get("a")).isCloseTo(all * 3 / 4, within(all * 5 / 100));
    assertThat(firsts.get("b")).isCloseTo(all / 4, within(all * 5 / 100));
  }

  @Test
  void oneMoreClusterTakesItsShareAndMovesNothingElse() {
    Candidates two = of(TestClusters.of("a", 1), TestClusters.of("b", 1));
    Candidates three =
        of(TestClusters.of("a", 1), TestClusters.of("b", 1), TestClusters.of("c", 1));
    for (int i = 0; i < 500; i++) {
      InstancePlan plan = plan("{}");
      String before = two.of(plan, Set.of()).get(0).name();
      assertThat(three.of(plan, Set.of()).get(0).name()).isIn(before, "c");
    }
  }

  @Test
  void theOrderOfAnIdIsAlwaysTheSame() {
    InstancePlan plan = plan("{}");
    List<String> order = names(of(TestClusters.of("a", 1), TestClusters.of("b", 1)), plan);
    for (int i = 0; i < 20; i++) {
      assertThat(names(of(TestClusters.of("b", 1), TestClusters.of("a", 1)), plan))
          .isEqualTo(order);
    }
  }

  @Test
  void oneThatIsDownOrFullComesLastUntilItIsBack() {
    MovedClock clock = new MovedClock(NOW);
    Cluster a = TestClusters.of(TestClusters.described("a", "", 1000), clock);
    Candidates candidates = of(a, TestClusters.of("b", 1));
    InstancePlan plan = planOf("a", candidates);

    a.breaker().transitionToForcedOpenState();
    assertThat(names(candidates, plan)).containsExactly("b", "a");
    a.breaker().transitionToClosedState();
    assertThat(names(candidates, plan)).containsExactly("a", "b");

    a.full();
    assertThat(names(candidates, plan)).containsExactly("b", "a");
    clock.moveTo(NOW.plusSeconds(29));
    assertThat(names(candidates, plan)).containsExactly("b", "a");
    clock.moveTo(NOW.plusSeconds(30));
    assertThat(names(candidates, plan)).containsExactly("a", "b");
  }

  @Test
  void oneThatMayHaveMadeItIsAskedFirstUnlessItIsDown() {
    Cluster a = TestClusters.of("a", 1);
    Cluster b = TestClusters.of("b", 1);
    Candidates candidates = of(a, b, TestClusters.of("c", 1));
    InstancePlan plan = planOf("a", candidates);

    assertThat(candidates.of(plan, Set.of("b")).get(0)).isSameAs(b);
    b.breaker().transitionToForcedOpenState();
    List<Cluster> order = candidates.of(plan, Set.of("b"));
    assertThat(order.get(0)).isSameAs(a);
    assertThat(order.get(2)).isSameAs(b);
  }

  @Test
  void theWishOfARequestBeatsThatOfItsEnvironment() {
    Candidates candidates = regions();
    assertThat(names(candidates, plan("{\"envName\":\"north@1\"}"))).containsOnly("n1", "n2");
    assertThat(
            names(
                candidates, plan("{\"envName\":\"north@1\",\"placement\":{\"region\":\"south\"}}")))
        .containsExactly("s1");
    assertThat(names(candidates, plan("{\"envName\":\"north@1\",\"placement\":{}}")))
        .as("no wish in the request's own section")
        .containsOnly("n1", "n2", "s1");
    assertThat(names(candidates, plan("{\"placement\":{\"cluster\":\"n2\"}}")))
        .containsExactly("n2");
    assertThat(names(candidates, plan("{\"placement\":{\"cluster\":\"n2\",\"region\":\"north\"}}")))
        .containsExactly("n2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"cluster\":\"n3\"} | cluster \"n3\"",
        "{\"region\":\"east\"} | region \"east\"",
        "{\"cluster\":\"s1\",\"region\":\"north\"} | cluster \"s1\" in region \"north\""
      })
  void aWishForWhatThereIsNoneOfIsRefusedWithWhatThereIs(String wish, String named) {
    InstancePlan plan = plan("{\"placement\":" + wish + "}");
    assertThatThrownBy(() -> regions().of(plan, Set.of()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessage(
            "placement names "
                + named
                + ", and there are the clusters n1 (north), n2 (north), s1 (south)")
        .extracting(refusal -> ((RequestRejectedException) refusal).code())
        .isEqualTo(400);
  }

  @Test
  void clustersOfOwnersAreTheirsAndOthersAreForTheRest() {
    Candidates candidates =
        of(owned("a", "x"), owned("b", "x", "y"), TestClusters.of("c", 1), TestClusters.of("d", 1));
    assertThat(names(candidates, plan("{\"owner\":\"x\"}"))).containsOnly("a", "b");
    assertThat(names(candidates, plan("{\"owner\":\"y\"}"))).containsExactly("b");
    assertThat(names(candidates, plan("{\"owner\":\"z\"}"))).containsOnly("c", "d");
    assertThat(names(candidates, plan("{}"))).containsOnly("c", "d");
    assertThat(names(candidates, plan("{\"owner\":\"z\",\"placement\":{\"cluster\":\"a\"}}")))
        .as("who names a cluster gets it")
        .containsExactly("a");
  }

  @Test
  void anOwnerForWhomNoClusterIsIsRefused() {
    InstancePlan plan = plan("{\"owner\":\"z\"}");
    assertThatThrownBy(() -> of(owned("a", "x"), owned("b", "y")).of(plan, Set.of()))
        .hasMessage(
            "no cluster takes instances of owner \"z\" there; serai.clusters.<name>.owners says"
                + " whose they are")
        .extracting(refusal -> ((RequestRejectedException) refusal).code())
        .isEqualTo(403);
  }

  private static Candidates of(Cluster... clusters) {
    return new Candidates(new Clusters(List.of(clusters)));
  }

  private static Candidates regions() {
    Clock clock = Clock.systemUTC();
    return of(
        TestClusters.of(TestClusters.described("n1", "north", 1), clock),
        TestClusters.of(TestClusters.described("n2", "north", 1), clock),
        TestClusters.of(TestClusters.described("s1", "south", 1), clock));
  }

  private static Cluster weightless(String name) {
    return TestClusters.of(name, 0);
  }

  private static Cluster owned(String name, String... owners) {
    return TestClusters.of(TestClusters.described(name, "", 1, owners), Clock.systemUTC());
  }

  private static List<String> names(Candidates candidates, InstancePlan plan) {
    return candidates.of(plan, Set.of()).stream().map(Cluster::name).toList();
  }

  /** A plan that goes to this cluster first. */
  private InstancePlan planOf(String cluster, Candidates candidates) {
    InstancePlan plan = plan("{}");
    while (!names(candidates, plan).get(0).equals(cluster)) {
      plan = plan("{}");
    }
    return plan;
  }

  private InstancePlan plan(String request) {
    String whole =
        request.contains("envName")
            ? request
            : request.replaceFirst("\\{", "{\"envName\":\"plain@1\",").replace(",}", "}");
    return new InstancePlanner(
            environments, Ttl.of(Duration.ofHours(1)), Clock.systemUTC(), new SecureRandom())
        .plan(new RequestReader(List.of(new PlacementRule())).read(whole), Optional.empty());
  }

  private void write(String name, String more) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"), "name: " + name + "\nversion: '1'\nimage: box:1\n" + more);
  }
}
