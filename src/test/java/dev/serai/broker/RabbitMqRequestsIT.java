package dev.serai.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serai.broker.RecordedRequests.Request;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code samples/routes/amqp-requests.camel.yaml} against RabbitMQ. */
@Tag("alone")
@Timeout(120)
class RabbitMqRequestsIT {

  private static final String SAMPLE = "amqp-requests";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static RabbitMqBroker rabbit;

  private final String queue = "requests-" + UUID.randomUUID();
  private final RecordedRequests requests = new RecordedRequests();
  private SampleSource source;

  @FunctionalInterface
  private interface Sender {
    void send(Session session, MessageProducer producer) throws JMSException;
  }

  @BeforeAll
  static void startBroker() throws Exception {
    assumeTrue(
        RabbitMqBroker.isInstalled(),
        "RabbitMQ is not here: apt-get install rabbitmq-server (its AMQP 1.0 plugin comes with it)");
    rabbit = new RabbitMqBroker(folder);
    rabbit.start();
  }

  @AfterAll
  static void stopBroker() {
    if (rabbit != null) {
      rabbit.close();
    }
  }

  @AfterEach
  void stop() {
    if (source != null) {
      source.close();
    }
  }

  @Test
  void takesTheKeyFromTheHeaderElseTheMessageId() throws Exception {
    String[] id = new String[1];
    send(
        (session, producer) -> {
          Message keyed = session.createTextMessage("{\"n\": 1}");
          keyed.setStringProperty("Idempotency-Key", "header-key");
          keyed.setStringProperty("operation", "get");
          for (String name : ForgedHeaders.NAMES) {
            keyed.setStringProperty(name, "forged");
          }
          producer.send(keyed);
          BytesMessage binary = session.createBytesMessage();
          binary.writeBytes("{\"n\": \"ü\"}".getBytes(UTF_8));
          producer.send(binary);
          id[0] = binary.getJMSMessageID();
        });

    start();
    await().atMost(LIMIT).until(() -> requests.arrived().size() == 2);
    assertThat(requests.arrived())
        .containsExactly(
            new Request("header-key", "get", "{\"n\": 1}"),
            new Request(id[0], null, "{\"n\": \"ü\"}"));
    ForgedHeaders.assertNoneIn(requests.headers());
  }

  @Test
  void passesOneKeyOnAsOftenAsItIsSent() throws Exception {
    send("one", "body", "body");

    start();
    await().atMost(LIMIT).until(() -> requests.arrived().size() == 2);
    assertThat(requests.keys()).containsExactly("one", "one");
  }

  @Test
  void triesAFailedRequestAgainBeforeThoseBehindIt() throws Exception {
    requests.fail("b", 2);
    send("k", "a", "b", "c");

    start();
    await().atMost(LIMIT).until(() -> requests.bodies().contains("c"));
    assertThat(requests.bodies()).containsExactly("a", "b", "b", "b", "c");
    stop();

    send("k", "d");
    start();
    await().atMost(LIMIT).until(() -> requests.bodies().contains("d"));
    assertThat(requests.bodies()).containsExactly("a", "b", "b", "b", "c", "d");
  }

  @Test
  void doesNotGiveWhatIsAcknowledgedAgain() throws Exception {
    send("k", "a", "b");
    start();
    await().atMost(LIMIT).until(() -> requests.bodies().size() == 2);
    stop();

    send("k", "c");
    start();
    await().atMost(LIMIT).until(() -> requests.bodies().contains("c"));
    assertThat(requests.bodies()).containsExactly("a", "b", "c");
  }

  @Test
  void givesARequestAgainWhoseConsumerWasKilledBeforeItsAcknowledgement() throws Exception {
    send("key-x", "a", "b", "c");

    try (KilledSource killed = KilledSource.start(SAMPLE, "b", properties())) {
      assertThat(killed.linesUntilKilled("key-x b", LIMIT)).containsExactly("key-x a", "key-x b");
    }

    start();
    await().atMost(LIMIT).until(() -> requests.bodies().contains("c"));
    assertThat(requests.bodies()).containsExactly("b", "c");
  }

  @Test
  void passesAJavaObjectOnAsNoTextAndGoesOn() throws Exception {
    send(
        (session, producer) -> {
          producer.send(session.createObjectMessage(java.time.Instant.EPOCH));
          producer.send(session.createTextMessage("next"));
        });

    start();
    await().atMost(LIMIT).until(() -> requests.bodies().contains("next"));
    assertThat(requests.bodies()).containsExactly("<not a text message>", "next");
  }

  @Test
  void goesOnWhenTheBrokerComesBack() throws Exception {
    start();
    send("k", "before");
    await().atMost(LIMIT).until(() -> requests.bodies().contains("before"));
    rabbit.close();
    rabbit.start();
    send("k", "after");

    await().atMost(LIMIT).until(() -> requests.bodies().contains("after"));
  }

  private void start() throws Exception {
    source = SampleSource.start(SAMPLE, properties(), requests);
  }

  private Map<String, String> properties() {
    return Map.of("amqp.url", rabbit.url(), "amqp.requests-queue", queue, "amqp.consumers", "1");
  }

  private void send(String key, String... bodies) throws JMSException {
    send(
        (session, producer) -> {
          for (String body : bodies) {
            Message message = session.createTextMessage(body);
            message.setStringProperty("Idempotency-Key", key);
            producer.send(message);
          }
        });
  }

  private void send(Sender sender) throws JMSException {
    try (Connection connection = rabbit.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      sender.send(session, producer);
    }
  }
}
