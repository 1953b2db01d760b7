package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.broker.ForgedHeaders;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantees for an integrator's routes beside the shipped ones. */
class IntegratorQueuesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path SAMPLES = Path.of("samples", "routes");
  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";

  private static final String OWN =
      """
      - route:
          id: own-copies
          description: Copies each event into a queue, and logs it by a step and by an endpoint
          from:
            uri: jms:topic:serai.events
            steps:
              - log: { id: own-copies-log, message: "by a step" }
              - to: { id: own-copies-audit, uri: "log:own.audit?showBody=false" }
              - to: { id: own-copies-send, uri: "jms:queue:copies", pattern: InOnly }
      """;

  @TempDir static Path copy;
  @TempDir static Path data;

  private static RunningServer server;
  private static JMSContext context;

  @BeforeAll
  static void start() {
    EditedRoutes routes = EditedRoutes.copyInto(copy);
    for (String sample : List.of("second-queue.camel.yaml", "patient-retries.camel.yaml")) {
      routes.write(sample, EditedRoutes.read(SAMPLES.resolve(sample)));
    }
    routes.write("own.camel.yaml", OWN);
    server = RunningServer.start(data, Map.of("routes", routes.folder().toString()));
    context = server.server().connections().createContext();
  }

  @AfterAll
  static void stop() {
    context.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serai.requests",
        "serai.requests.urgent",
        "serai.requests.nightly",
      })
  void noSenderOfARequestChoosesNamespaceClusterOrDestination(String queue) throws Exception {
    JsonNode made = RunningServer.parse(ask(queue, DEMO));
    assertThat(made.path("success").asBoolean()).as(made.toString()).isTrue();
    String id = made.at("/data/id").asText();
    assertThat(server.await(id, "Running").http())
        .as("it is in the server's namespace")
        .isEqualTo(200);

    assertThat(ask(queue, "{")).contains("\"code\":400");
    assertThat(deadLetter().getBody(String.class)).isEqualTo("{");
    assertThat(context.createConsumer(context.createQueue("forged")).receiveNoWait()).isNull();
  }

  @Test
  void noSenderOfABatchChoosesADestination() throws Exception {
    String batch = "{\"defaults\":{\"envName\":\"hello@1.0.0\"},\"count\":1}";
    assertThat(ask("serai.batches", batch)).contains("\"success\":true");

    assertThat(ask("serai.batches", "{\"count\":-1}")).contains("\"code\":400");
    assertThat(deadLetter().getStringProperty("operation")).isEqualTo("submit");
    assertThat(context.createConsumer(context.createQueue("forged")).receiveNoWait()).isNull();
  }

  @Test
  void aDeadLetterSaysHowOftenItWasReplayed() throws Exception {
    TemporaryQueue replies = context.createTemporaryQueue();
    context
        .createProducer()
        .setJMSReplyTo(replies)
        .setProperty("SeraiReplays", 2)
        .send(context.createQueue("serai.requests"), "{");

    assertThat(context.createConsumer(replies).receive(LIMIT.toMillis())).isNotNull();
    assertThat(deadLetter().getIntProperty("SeraiReplays")).isEqualTo(2);
  }

  @Test
  void aConsumerOfTheTopicReceivesEachEventOnceAndItsLogIsWritten() throws Exception {
    try (LogCapture log = LogCapture.attach();
        JMSConsumer copies = context.createConsumer(context.createQueue("copies"))) {
      log.at(ch.qos.logback.classic.Level.INFO, "own-copies", "own.audit");
      String first = server.post("{\"envName\":\"hello@1.0.0\"}").id();
      server.await(first, "Terminated");
      String second = server.post("{\"envName\":\"hello@1.0.0\"}").id();
      List<String> ids = new ArrayList<>();
      JsonNode event;
      do {
        Message message = copies.receive(LIMIT.toMillis());
        assertThat(message).as("events so far: %s", ids).isNotNull();
        event = RunningServer.parse(message.getBody(String.class));
        ids.add(event.path("id").asText());
      } while (!event.path("subject").asText().equals(second)
          || !event.at("/data/status").asText().equals("Terminated"));

      assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(3);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .contains("own-copies by a step")
                      .anyMatch(line -> line.startsWith("own.audit ")));
    }
  }

  private static String ask(String queue, String body) throws JMSException {
    TemporaryQueue replies = context.createTemporaryQueue();
    JMSProducer producer = context.createProducer().setJMSReplyTo(replies);
    ForgedHeaders.NAMES.forEach(name -> producer.setProperty(name, "forged"));
    producer.send(context.createQueue(queue), body);
    try (JMSConsumer answers = context.createConsumer(replies)) {
      Message answer = answers.receive(LIMIT.toMillis());
      return answer == null ? "no answer" : answer.getBody(String.class);
    }
  }

  private static Message deadLetter() {
    try (JMSConsumer dead = context.createConsumer(context.createQueue("serai.requests.dead"))) {
      Message letter = dead.receive(LIMIT.toMillis());
      assertThat(letter).as("the dead letter is in the dead-letter queue").isNotNull();
      return letter;
    }
  }
}
