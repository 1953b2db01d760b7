package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.MovedClock;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.LogTail;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodLogs;
import dev.serai.cluster.TestClusters;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.pod.PodContract;
import dev.serai.server.ClusterProxy;
import dev.serai.server.ClusterProxy.Treatment;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs of attempts on a node that returns none. */
class AttemptLogsTest {

  private static final int ATTEMPTS = 20;

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final SimulatedCluster simulated =
      SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
  private final ClusterProxy proxy = ClusterProxy.to(simulated.url());
  private final Clusters clusters =
      new Clusters(
          List.of(
              TestClusters.of(
                  TestClusters.described("a", "", 1),
                  new ConfigBuilder(simulated.config())
                      .withMasterUrl(proxy.url().toString())
                      .build(),
                  Clock.systemUTC())));
  private final AttemptRegistry attempts = new AttemptRegistry("store", false, clock);
  private final AttemptLogs logs =
      new AttemptLogs(new PodLogs(clusters), 1024, Optional.empty(), attempts, clock);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  AttemptLogsTest() {
    proxy.treat(head -> Treatment.status(500, "InternalError", "dial tcp: i/o timeout"));
  }

  @AfterEach
  void close() {
    logs.close();
    clusters.close();
    proxy.close();
    simulated.close();
  }

  @Test
  void aSilentNodeIsNotAskedForEachOfItsAttempts() {
    for (int i = 0; i < ATTEMPTS; i++) {
      assertFails(ended(i, "lost"));
    }
    assertThat(asked()).containsExactly("b-1-0-1");

    assertFails(ended(ATTEMPTS, "other"));
    assertThat(asked()).as("another node").containsExactly("b-1-0-1", "b-1-20-1");
  }

  @Test
  void itsAttemptsEndWithoutTheirLogsAfterAWhile() {
    assertFails(ended(0, "lost"));
    for (int seconds = 0; seconds < 90; seconds += 10) {
      clock.move(Duration.ofSeconds(10));
      assertFails(ended(seconds, "lost"));
    }

    clock.move(Duration.ofSeconds(10));
    logs.read(ended(0, "lost"), exchange);

    assertThat(exchange.getProperty(AttemptLogs.PROPERTY)).isEqualTo(LogTail.NONE);
  }

  /** The pods whose logs were requested; the client itself requests each several times. */
  private List<String> asked() {
    return proxy.heads().stream()
        .map(head -> head.replaceFirst("(?s).*/pods/([^/]+)/log.*", "$1"))
        .distinct()
        .toList();
  }

  private void assertFails(PodObservation seen) {
    assertThatThrownBy(() -> logs.read(seen, exchange))
        .isInstanceOf(ClusterUnavailableException.class);
  }

  private static PodObservation ended(int position, String node) {
    AttemptRef ref = new AttemptRef("b-1", position, 1);
    return PodObservation.of(
        PodObservation.What.ENDED,
        ref,
        new PodBuilder()
            .withNewMetadata()
            .withName(AttemptPods.name(ref))
            .addToAnnotations(PodContract.CLUSTER, "a")
            .endMetadata()
            .withNewSpec()
            .withNodeName(node)
            .endSpec()
            .withNewStatus()
            .addNewContainerStatus()
            .withName(PodContract.MAIN_CONTAINER)
            .withNewState()
            .withNewTerminated()
            .withStartedAt("2026-11-01T12:00:00Z")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
  }
}
