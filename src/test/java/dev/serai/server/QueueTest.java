package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.broker.ExternalArtemis;
import dev.serai.cli.CommandRun;
import dev.serai.server.RunningServer.Answer;
import jakarta.jms.JMSContext;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handling of queued requests by operators and brokers. */
class QueueTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aMessageThatIsDeliveredAgainMakesNoSecondPod() {
    EditedRoutes routes = EditedRoutes.copyInto(folder.resolve("routes"));
    routes.write(
        "failing.camel.yaml",
        """
        - route:
            id: failing-after-the-work
            description: Does the work, and fails at the first delivery
            from:
              uri: jms:queue:failing
              parameters: { transacted: true }
              steps:
                - setHeader: { id: failing-key, name: Idempotency-Key, header: JMSMessageID }
                - setProperty: { id: failing-again, name: again, header: JMSRedelivered }
                - to: { id: failing-work, uri: direct:queued-request }
                - choice:
                    id: failing-first
                    when:
                      - simple: "${exchangeProperty.again} != true"
                        steps:
                          - throwException:
                              id: failing-now
                              exceptionType: java.lang.IllegalStateException
                              message: killed between the pod and the commit
                - to: { id: failing-done, uri: "jms:queue:done", pattern: InOnly }
        """);
    try (RunningServer server =
            RunningServer.start(
                folder.resolve("data"), Map.of("routes", routes.folder().toString()));
        JMSContext context = server.server().connections().createContext()) {
      context
          .createProducer()
          .send(context.createQueue("failing"), "{\"envName\":\"demo@1.0.0\",\"owner\":\"r\"}");

      assertThat(context.createConsumer(context.createQueue("done")).receive(SOON.toMillis()))
          .as("the second delivery went through")
          .isNotNull();
      // the watch reports pods in their order: once it has reported this one, it has all before it
      String later = server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"later\"}").id();
      assertThat(server.await(later, "Running").status()).isEqualTo("Running");
      assertThat(server.get("/env-instance/*/list").data()).as("one pod, and the later").hasSize(2);
    }
  }

  @Test
  void readinessFollowsTheBrokerAndWhatWaitsThereIsDoneAfterwards() throws Exception {
    try (LogCapture log = LogCapture.attach();
        ExternalArtemis broker = ExternalArtemis.start(folder.resolve("broker"));
        RunningServer server =
            RunningServer.start(
                folder.resolve("data"),
                Map.of(
                    "broker-url", broker.url("tcp").toString(),
                    "broker-user", ExternalArtemis.USER,
                    "broker-password", ExternalArtemis.PASSWORD))) {
      log.verbose();
      assertThat(ready(server).statusCode()).isEqualTo(200);
      send(server, "before");
      await().until(() -> owners(server).contains("before"));

      broker.stop();
      await().until(() -> ready(server).statusCode() == 503);
      assertThat(ready(server).body()).contains("\"broker\"").contains("DOWN");
      Answer byRest = server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"meanwhile\"}");
      assertThat(byRest.http()).as("REST needs no broker: %s", byRest.message()).isEqualTo(200);

      broker.start();
      await().until(() -> ready(server).statusCode() == 200);
      send(server, "after");
      await().until(() -> owners(server).contains("after"));
      assertThat(log.lines())
          .isNotEmpty()
          .noneMatch(line -> line.contains(ExternalArtemis.PASSWORD));
      assertThat(page(server, "/health").body()).doesNotContain(ExternalArtemis.PASSWORD);
    }
  }

  @Test
  void deadRequestsAreListedReplayedAndDroppedFromTheCommandLine() throws Exception {
    Path environments = Files.createDirectories(folder.resolve("environments"));
    try (RunningServer server =
        RunningServer.start(
            folder.resolve("data"), Map.of("environments", environments.toString()))) {
      try (JMSContext context = server.server().connections().createContext()) {
        var queue = context.createQueue("serai.requests");
        context.createProducer().send(queue, "{\"envName\":\"demo@1.0.0\",\"owner\":\"l\"}");
        context.createProducer().send(queue, "no JSON");
      }
      await().until(() -> dead(server).size() == 2);
      CommandRun listed = serai(server, "dead", "list");
      assertThat(listed.exitCode()).as(listed.err()).isZero();
      assertThat(listed.out()).contains("environment \"demo@1.0.0\" not found", "not valid JSON");
      assertThat(serai(server, "dead", "replay", "no-such-id").exitCode()).isEqualTo(3);

      // the missing environment exists now, and the request succeeds
      Files.copy(Path.of("config/environments/demo.yaml"), environments.resolve("demo.yaml"));
      await()
          .until(
              () -> {
                CommandRun replayed = serai(server, "dead", "replay", idOf(server, "demo@1.0.0"));
                assertThat(replayed.exitCode()).as(replayed.err()).isZero();
                await().until(() -> isMadeOrDeadAgain(server));
                return owners(server).contains("l");
              });
      assertThat(dead(server)).hasSize(1);

      CommandRun dropped = serai(server, "dead", "drop", "--all");
      assertThat(dropped.exitCode()).as(dropped.err()).isZero();
      assertThat(dead(server)).isEmpty();
    }
  }

  private static boolean isMadeOrDeadAgain(RunningServer server) {
    return owners(server).contains("l") || dead(server).size() == 2;
  }

  private static void send(RunningServer server, String owner) {
    try (JMSContext context = server.server().connections().createContext()) {
      context
          .createProducer()
          .send(
              context.createQueue("serai.requests"),
              "{\"envName\":\"demo@1.0.0\",\"owner\":\"" + owner + "\"}");
    }
  }

  private static String owners(RunningServer server) {
    return server.get("/env-instance/*/list").data().findValuesAsText("owner").toString();
  }

  private static HttpResponse<String> ready(RunningServer server) {
    return page(server, "/health/ready");
  }

  private static HttpResponse<String> page(RunningServer server, String path) {
    return server.sendRaw(HttpRequest.newBuilder(server.managementUri(path)));
  }

  private static JsonNode dead(RunningServer server) {
    return RunningServer.parse(page(server, "/admin/dead").body()).path("data");
  }

  private static String idOf(RunningServer server, String text) {
    for (JsonNode letter : dead(server)) {
      if (letter.toString().contains(text)) {
        return letter.path("id").asText();
      }
    }
    throw new AssertionError("none holds " + text);
  }

  private static CommandRun serai(RunningServer server, String... args) {
    return CommandRun.of(Map.of("SERAI_MANAGEMENT", server.managementUri("").toString()), args);
  }
}
