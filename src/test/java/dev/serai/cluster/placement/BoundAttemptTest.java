package dev.serai.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.TestClusters;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import dev.serai.pod.BatchAttempt;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.InstancePlanner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an attempt of a batch may go whose pod may be there already. */
class BoundAttemptTest {

  @TempDir private Path folder;

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Placement placement =
      new Placement(
          new Clusters(List.of(TestClusters.of("a", 1), TestClusters.of("b", 1))),
          new SimpleMeterRegistry());
  private FolderEnvCatalogue environments;

  @BeforeEach
  void environments() throws IOException {
    Files.writeString(folder.resolve("env.yaml"), "name: env\nversion: '1'\nimage: box:1\n");
    environments = FolderEnvCatalogue.open(folder, List.of());
  }

  @AfterEach
  void close() {
    environments.close();
    camel.stop();
  }

  @Test
  void goesToTheClusterThatDidNotAnswerAndNowhereElse() {
    assertThat(order(Set.of("b"), true)).containsExactly("b");
  }

  @Test
  void goesWhereItCanWhenThatClusterIsNotConfiguredAnyMore() {
    assertThat(order(Set.of("gone"), true)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aSingleInstanceIsLookedForElsewhereAsWell() {
    assertThat(order(Set.of("b"), false)).containsExactly("b", "a");
  }

  @Test
  void isLookedForAtTheClusterThatDidNotAnswerElseEverywhere() {
    assertThat(looked(Set.of("b"))).containsExactly("b");
    assertThat(looked(Set.of())).containsExactly("a", "b");
    assertThat(looked(Set.of("gone"))).containsExactly("a", "b");
  }

  @Test
  void aLookThatIsNotAnsweredDoesNotSayThatItMayBeThere() {
    Exchange exchange = new DefaultExchange(camel);
    placement.whereUncertain(exchange);
    assertThat(placement.nextToAsk(exchange)).isTrue();
    turn(exchange);
    exchange.setProperty(
        ExchangePropertyKey.EXCEPTION_CAUGHT,
        ClusterUnavailableException.outcomeUncertain("no answer in time", null));

    placement.passOver(exchange);

    assertThat(Placement.uncertainClusters(exchange)).isEmpty();
    assertThat(placement.nextToAsk(exchange)).isTrue();
    assertThat(turn(exchange)).isEqualTo("b");
  }

  private List<String> order(Set<String> uncertainClusters, boolean ofBatch) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty("SeraiPlan", plan(ofBatch));
    exchange.setProperty(Placement.UNCERTAIN_CLUSTERS, uncertainClusters);
    List<String> order = new ArrayList<>();
    try {
      while (placement.next(exchange)) {
        order.add(turn(exchange));
        fail(exchange, RequestRejectedException.noCapacity("full"));
      }
    } catch (RequestRejectedException full) {
      assertThat(full).hasMessage("full");
    }
    return order;
  }

  private List<String> looked(Set<String> uncertainClusters) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty(Placement.UNCERTAIN_CLUSTERS, uncertainClusters);
    placement.whereUncertain(exchange);
    List<String> order = new ArrayList<>();
    while (placement.nextToAsk(exchange)) {
      order.add(turn(exchange));
    }
    return order;
  }

  private void fail(Exchange exchange, RuntimeException failure) {
    exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
    placement.passOver(exchange);
  }

  /** Sets the header as the routes do; it is the name of the cluster that is turned to. */
  private static String turn(Exchange exchange) {
    String cluster = exchange.getProperty(ExchangeNames.TRIES, Tries.class).current();
    exchange.getMessage().setHeader(Clusters.HEADER, cluster);
    return cluster;
  }

  private InstancePlan plan(boolean ofBatch) {
    InstancePlanner planner =
        new InstancePlanner(
            environments, Ttl.of(Duration.ofHours(1)), Clock.systemUTC(), new SecureRandom());
    var request = new RequestReader(List.of()).read("{\"envName\":\"env@1\"}");
    return ofBatch
        ? planner.plan(
            request, new BatchAttempt("store", "b.0.1", "b", 0, 1, "item", Optional.empty()))
        : planner.plan(request, Optional.empty());
  }
}
