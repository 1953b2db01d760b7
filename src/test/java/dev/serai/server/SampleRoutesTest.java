package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What samples/routes/ holds, copied into the routes of a running server. */
class SampleRoutesTest {

  private static final Path SAMPLES = Path.of("samples", "routes");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";

  @TempDir static Path copy;
  @TempDir static Path data;

  private static EditedRoutes routes;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    routes = EditedRoutes.copyInto(copy);
    server = RunningServer.start(data, Map.of("routes", routes.folder().toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void restore() {
    routes.restore();
    routes.awaitLoaded(server, LIMIT);
  }

  @Test
  void aSecondQueueIsServedAsTheFirstIs() throws Exception {
    use("second-queue.camel.yaml");
    try (JMSContext context = server.server().connections().createContext()) {
      assertThat(ask(context, "serai.requests.urgent", DEMO, 20)).contains("\"success\":true");
      assertThat(ask(context, "serai.requests.urgent", "{", 20)).contains("\"code\":400");
      String first = ask(context, "serai.requests.urgent", DEMO, 20, "again");
      assertThat(ask(context, "serai.requests.urgent", DEMO, 20, "again"))
          .as("a repeat by the property idempotencyKey")
          .isEqualTo(first);
    }
  }

  @Test
  void aRequestWithoutAnOwnerGetsTheTeamOfItsHeader() {
    use("default-owner.camel.yaml");
    RunningServer.Answer ours = server.post(DEMO, "X-Team", "blue, \"red\" ${body}");
    assertThat(ours.http()).as(ours.body().toString()).isEqualTo(200);
    assertThat(ours.data().path("owner").asText()).isEqualTo("blue, \"red\" ${body}");
    RunningServer.Answer theirs =
        server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"a@b.com\"}", "X-Team", "blue");
    assertThat(theirs.data().path("owner").asText()).isEqualTo("a@b.com");
    assertThat(server.post(DEMO).data().path("owner").asText()).isEmpty();
  }

  @Test
  void aFormBecomesAnInstance() {
    use("form-endpoint.camel.yaml");
    RunningServer.Answer created = form("envName=demo%401.0.0&ttl=10m&owner=a%40b.com&ignored=1");
    assertThat(created.http()).as(created.body().toString()).isEqualTo(201);
    assertThat(created.data().path("owner").asText()).isEqualTo("a@b.com");
    String location = created.raw().headers().firstValue("Location").orElse("");
    assertThat(location).isEqualTo("/env-instance/" + created.id());
    assertThat(server.get(location).id()).isEqualTo(created.id());
    assertThat(form("envName=nope%401.0.0").http()).isEqualTo(404);
    assertThat(form("ttl=10m").message()).startsWith("envName");
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.uri("/form"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(DEMO)))
                .http())
        .isEqualTo(415);
    assertThat(server.get("/openapi.json").body().path("paths").has("/form")).isTrue();
  }

  private static RunningServer.Answer form(String fields) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/form"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(fields)));
  }

  @Test
  void aPatientQueueWaitsUntilTheClusterIsBack() throws Exception {
    use("patient-retries.camel.yaml");
    routes.edit(
        "engines/kubernetes.camel.yaml",
        text ->
            text.replaceFirst(
                "uri: direct:instance-create\n      steps:\n",
                """
                uri: direct:instance-create
                      steps:
                        - throwException:
                            id: outage
                            exceptionType: java.util.concurrent.RejectedExecutionException
                            message: no cluster today
                """));
    routes.awaitLoaded(server, LIMIT);
    try (JMSContext context = server.server().connections().createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      JMSConsumer answers = context.createConsumer(replies);
      JMSProducer producer = context.createProducer().setJMSReplyTo(replies);
      producer.send(context.createQueue("serai.requests.nightly"), DEMO);
      assertThat(answers.receive(3_000)).as("no answer while there is no cluster").isNull();
      routes.write(
          "engines/kubernetes.camel.yaml",
          EditedRoutes.read(EditedRoutes.SHIPPED.resolve("engines/kubernetes.camel.yaml")));
      assertThat(text(answers.receive(20_000))).contains("\"success\":true");
      assertThat(ask(context, "serai.requests.nightly", "{", 20)).contains("\"code\":400");
    }
  }

  private static void use(String sample) {
    routes.write(sample, EditedRoutes.read(SAMPLES.resolve(sample)));
    routes.awaitLoaded(server, LIMIT);
  }

  private static String ask(JMSContext context, String queue, String body, int seconds)
      throws JMSException {
    return ask(context, queue, body, seconds, UUID.randomUUID().toString());
  }

  private static String ask(JMSContext context, String queue, String body, int seconds, String key)
      throws JMSException {
    TemporaryQueue replies = context.createTemporaryQueue();
    try (JMSConsumer answers = context.createConsumer(replies)) {
      context
          .createProducer()
          .setJMSReplyTo(replies)
          .setProperty("idempotencyKey", key)
          .send(context.createQueue(queue), body);
      return text(answers.receive(seconds * 1_000L));
    }
  }

  private static String text(Message answer) throws JMSException {
    return answer == null ? "no answer" : answer.getBody(String.class);
  }
}
