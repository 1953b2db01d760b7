package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change of an instance's state is an event on the topic, with a unique id. */
class EventsTest {

  @TempDir static Path data;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(data, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsEachStateInItsOrderAsACloudEvent() {
    try (EventLog events = EventLog.of(server)) {
      // a leader elected a moment after the start publishes only the current state
      events.await(server.post("{\"envName\":\"demo@1.0.0\"}").id(), "Running");
      String hello =
          server
              .post(
                  """
                  {"envName":"hello@1.0.0","owner":"a@b.com",
                   "environment_variables":{"SERAI_SIMULATE":"{\\"runFor\\":\\"300ms\\"}"}}
                  """)
              .id();
      String fail = server.post("{\"envName\":\"fail@1.0.0\"}").id();
      events.await(hello, "Terminated");
      events.await(fail, "Failed");

      assertThat(events.statesOf(hello)).endsWith("Running", "Terminated").doesNotHaveDuplicates();
      assertThat(List.of("Pending", "Creating", "Running", "Terminated"))
          .containsSubsequence(events.statesOf(hello));
      assertThat(events.statesOf(hello)).containsAnyOf("Pending", "Creating");
      assertThat(events.statesOf(fail)).endsWith("Running", "Failed");
      assertThat(events.await(fail, "Failed").at("/data/exit_code").asInt()).isEqualTo(3);
      for (JsonNode event : events.all()) {
        assertCloudEvent(event);
      }
      assertThat(events.all().stream().map(event -> event.path("id").asText()))
          .doesNotHaveDuplicates();
    }
  }

  /** The attributes that CloudEvents 1.0 requires, and Serai's additional ones. */
  private static void assertCloudEvent(JsonNode event) {
    String state = event.at("/data/status").asText();
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).endsWith("-" + state).hasSizeGreaterThan(36);
    assertThat(URI.create(event.path("source").asText()).getPath()).isNotEmpty();
    assertThat(event.path("type").asText())
        .isEqualTo("dev.serai.instance." + state.toLowerCase(java.util.Locale.ROOT));
    assertThat(Instant.parse(event.path("time").asText())).isBefore(Instant.now());
    assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(event.at("/data/id").asText()).isEqualTo(event.path("subject").asText());
  }

  @Test
  void aDeletionIsToldAsTerminatedAndAnEndIsNotToldTwice() {
    try (EventLog events = EventLog.of(server)) {
      String demo = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      String fail = server.post("{\"envName\":\"fail@1.0.0\"}").id();
      events.await(demo, "Running");
      events.await(fail, "Failed");
      server.delete("/env-instance/" + demo);
      server.delete("/env-instance/" + fail);

      JsonNode end = events.await(demo, "Terminated");
      assertThat(end.at("/data/status_reason").asText()).isEqualTo("Deleted");
      // its end was already published, and a deleted failed instance has still failed
      String later = server.post("{\"envName\":\"demo@1.0.0\"}").id();
      events.await(later, "Running");
      assertThat(events.statesOf(fail)).endsWith("Failed");
      assertThat(events.statesOf(demo)).containsOnlyOnce("Terminated");
    }
  }

  @Test
  void theIdIsMadeOfTheUidAndTheStateAndStaysTheSameAfterARestart(@TempDir Path folder)
      throws Exception {
    try (SimulatedCluster cluster =
            SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
        KubernetesClient direct =
            new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      Map<String, String> flags =
          Map.of(
              "schedule-type",
              "k8s",
              "kubeconfig",
              Kubeconfigs.write(folder.resolve("kubeconfig"), cluster.url(), "t").toString());
      String demo;
      String first;
      Path restarted = folder.resolve("one");
      try (RunningServer before = RunningServer.start(restarted, flags);
          EventLog events = EventLog.durable(before)) {
        demo = before.post("{\"envName\":\"demo@1.0.0\"}").id();
        first = events.await(demo, "Running").path("id").asText();
      }
      String uid =
          direct.pods().inNamespace("default").withName(demo).require().getMetadata().getUid();
      assertThat(first).isEqualTo(uid + "-Running");
      try (RunningServer after = RunningServer.start(restarted, flags);
          // events published before this process subscribes are kept for it
          EventLog events = EventLog.durable(after)) {
        assertThat(events.await(demo, "Running").path("id").asText()).isEqualTo(first);
        after.delete("/env-instance/" + demo);
        assertThat(events.await(demo, "Terminated").path("id").asText())
            .isEqualTo(uid + "-Terminated");
        assertThat(new HashSet<>(events.statesOf(demo))).containsOnly("Running", "Terminated");
      }
    }
  }
}
