package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.ClusterProxy.Treatment;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are sent to the pod and appear nowhere else, whatever fails and however much is logged.
 */
class SecretsTest {

  private static final String VALUE = "hunter2-in-a-variable";
  private static final String TOKEN = "hunter2-in-a-kubeconfig";
  private static final String REQUEST =
      "{\"envName\":\"demo@1.0.0\",\"owner\":\"o\",\"environment_variables\":{\"PASSWORD\":\""
          + VALUE
          + "\"}}";

  @TempDir Path folder;

  @Test
  void secretsAreInNoAnswerLogMetricEventOrCause() throws Exception {
    LogCapture log = LogCapture.attach();
    StringBuilder reported = new StringBuilder();
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
                    Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), TOKEN).toString(),
                    "request-timeout",
                    "3s",
                    "retry-deadline",
                    "1s"));
        EventLog events = EventLog.of(server)) {
      log.verbose();
      Answer made = server.post(REQUEST, "Idempotency-Key", "k");
      assertThat(made.http()).as(made.message()).isEqualTo(200);
      assertThat(direct.pods().inNamespace("default").withName(made.id()).require().toString())
          .as("the pod has it")
          .contains(VALUE);
      reported.append(made.raw().body());
      report(reported, server.post(REQUEST, "Idempotency-Key", "k"), 200);
      report(reported, server.await(made.id(), "Running"), 200);
      report(reported, server.get("/env-instance/" + made.id() + "?events=true"), 200);
      report(reported, server.get("/env-instance/*/list"), 200);
      report(reported, server.post(REQUEST.replace("\"o\"", "7")), 400);
      report(reported, server.post(REQUEST.replace("demo@1.0.0", "nope@1")), 404);
      report(reported, server.post(REQUEST.replace("PASSWORD", "PASS WORD")), 400);
      report(reported, server.post(REQUEST.replace("}}", "")), 400);
      report(
          reported, server.post(REQUEST.replace(VALUE, VALUE + "x"), "Idempotency-Key", "k"), 409);
      for (int code : List.of(401, 403, 422, 503)) {
        proxy.treat(
            head ->
                ClusterProxy.isCreation(head)
                    ? Treatment.status(code, "Reason", "the API server says no")
                    : Treatment.PASS);
        report(reported, server.post(REQUEST), Map.of(401, 502, 422, 400).getOrDefault(code, code));
      }
      proxy.treat(
          head -> ClusterProxy.isCreation(head) ? Treatment.SWALLOW_ANSWER : Treatment.PASS);
      reported.append(server.post(REQUEST).raw().body());
      proxy.down();
      report(reported, server.post(REQUEST), 503);
      proxy.up();
      proxy.passAll();

      try (JMSContext context = server.server().connections().createContext()) {
        context
            .createProducer()
            .send(context.createQueue("serai.requests"), REQUEST.replace("PASSWORD", "PASS WORD"));
        try (var dead = context.createConsumer(context.createQueue("serai.requests.dead"))) {
          TextMessage letter = (TextMessage) dead.receive(60_000);
          assertThat(letter.getText()).as("the original").contains(VALUE);
          reported.append(letter.getStringProperty("SeraiCause"));
        }
        TextMessage again = context.createTextMessage(REQUEST.replace("demo@1.0.0", "nope@1"));
        context.createProducer().send(context.createQueue("serai.requests"), again);
      }
      Awaitility.await().until(() -> admin(server, "/admin/dead").contains("not found"));
      for (String page : List.of("/metrics", "/health", "/admin/routes")) {
        reported.append(admin(server, page));
      }
      events.await(made.id(), "Running");
      events.all().forEach(reported::append);
    } finally {
      log.close();
    }
    assertThat(reported.toString()).doesNotContain(VALUE, TOKEN);
    assertThat(log.lines()).as("much was logged").hasSizeGreaterThan(200);
    assertThat(log.lines().stream().filter(line -> line.contains(VALUE) || line.contains(TOKEN)))
        .isEmpty();
  }

  private static void report(StringBuilder reported, Answer answer, int expected) {
    assertThat(answer.http()).as(answer.raw().body()).isEqualTo(expected);
    reported.append(answer.raw().body()).append(answer.raw().headers().map());
  }

  private static String admin(RunningServer server, String page) {
    return server.sendRaw(HttpRequest.newBuilder(server.managementUri(page))).body();
  }
}
