package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.broker.EmbeddedBroker.Options;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

  @TempDir Path data;
  private EmbeddedBroker broker;
  private BrokerConnections connections;
  private DeadLetters dead;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(data, Options.inProcess().withAmqpPort(0));
    connections = BrokerConnections.to(broker);
    dead = new DeadLetters(connections.connectionFactory(), QueueNames.DEFAULT);
  }

  @AfterEach
  void stop() {
    connections.close();
    broker.close();
  }

  @Test
  void listsWhatFailedWithItsCauseAndLeavesItThere() throws JMSException {
    bury("{\"envName\":\"x\"}", "original-1");

    DeadLetter letter = dead.list(10, false).get(0);

    assertThat(letter.cause()).isEqualTo("ttl must be like 10m");
    assertThat(letter.code()).isEqualTo(400);
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.operation()).isEqualTo("create");
    assertThat(letter.failedAt()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(letter.originalMessageId()).isEqualTo("original-1");
    assertThat(letter.body()).isNull();
    assertThat(dead.list(10, true)).extracting(DeadLetter::body).containsExactly(letter.excerpt());
  }

  @Test
  void listsNoMoreThanAsked() throws JMSException {
    for (int i = 0; i < 5; i++) {
      bury("body " + i, "original-" + i);
    }
    assertThat(dead.list(3, true))
        .extracting(DeadLetter::body)
        .containsExactly("body 0", "body 1", "body 2");
  }

  @Test
  void replaysOneWithAllThatTheRequestHad() throws JMSException {
    bury("other", "original-0");
    bury("body", "original-1");
    String id = dead.list(10, false).get(1).id();

    assertThat(dead.replay(id)).isTrue();
    assertThat(dead.replay(id)).isFalse();

    Message request = receive(1).get(0);
    assertThat(((TextMessage) request).getText()).isEqualTo("body");
    assertThat(request.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(request.getJMSReplyTo()).hasToString("ActiveMQQueue[replies]");
    assertThat(request.getStringProperty("Idempotency_HYPHEN_Key")).isEqualTo("original-1");
    assertThat(request.getStringProperty("team")).isEqualTo("blue");
    assertThat(request.getIntProperty("SeraiReplays")).isEqualTo(1);
    assertThat(request.propertyExists("SeraiCause")).isFalse();
    assertThat(dead.list(10, true)).extracting(DeadLetter::body).containsExactly("other");
  }

  @Test
  void anOwnKeyOfTheRequestIsKept() throws JMSException {
    try (Connection connection = connections.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      TextMessage message = session.createTextMessage("body");
      message.setStringProperty("Idempotency_HYPHEN_Key", "my-key");
      message.setStringProperty("SeraiOriginalMessageId", "original");
      session.createProducer(session.createQueue("serai.requests.dead")).send(message);
    }
    dead.replayAll();

    assertThat(receive(1).get(0).getStringProperty("Idempotency_HYPHEN_Key")).isEqualTo("my-key");
  }

  @Test
  void concurrentReplaysNeitherDuplicateNorLose() throws Exception {
    for (int i = 0; i < 200; i++) {
      bury("body " + i, "original-" + i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> replay = dead::replayAll;
      int replayed = 0;
      for (Future<Integer> each : threads.invokeAll(List.of(replay, replay, replay, replay))) {
        replayed += each.get();
      }
      replayed += dead.replayAll();
      assertThat(replayed).isEqualTo(200);
    } finally {
      threads.shutdownNow();
    }
    List<String> bodies = new ArrayList<>();
    for (Message message : receive(200)) {
      bodies.add(((TextMessage) message).getText());
    }
    assertThat(bodies).hasSize(200).doesNotHaveDuplicates();
    assertThat(dead.list(10, false)).isEmpty();
  }

  @Test
  void dropsOneOrAll() throws JMSException {
    for (int i = 0; i < 3; i++) {
      bury("body " + i, "original-" + i);
    }
    assertThat(dead.drop(dead.list(10, false).get(1).id())).isTrue();
    assertThat(dead.list(10, true))
        .extracting(DeadLetter::body)
        .containsExactly("body 0", "body 2");
    assertThat(dead.dropAll()).isEqualTo(2);
    assertThat(dead.list(10, false)).isEmpty();
    assertThat(receive(0)).isEmpty();
  }

  @Test
  void anIdWithQuotesSelectsNothing() throws JMSException {
    bury("body", "original");

    assertThat(dead.drop("x' OR '1' = '1")).isFalse();
    assertThat(dead.list(10, false)).hasSize(1);
  }

  @Test
  void worksByAmqpToo() throws JMSException {
    bury("body 0", "original-0");
    bury("body 1", "original-1");
    DeadLetters byAmqp =
        new DeadLetters(
            new JmsConnectionFactory("amqp://127.0.0.1:" + broker.amqpPort().orElseThrow()),
            QueueNames.DEFAULT);

    assertThat(byAmqp.replay(byAmqp.list(10, false).get(1).id())).isTrue();
    assertThat(((TextMessage) receive(1).get(0)).getText()).isEqualTo("body 1");
    assertThat(byAmqp.dropAll()).isEqualTo(1);
  }

  private void bury(String body, String originalId) throws JMSException {
    try (Connection connection = connections.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      TextMessage message = session.createTextMessage(body);
      message.setJMSCorrelationID("correlation");
      message.setJMSReplyTo(session.createQueue("replies"));
      message.setStringProperty("SeraiCause", "ttl must be like 10m");
      message.setIntProperty("SeraiCode", 400);
      message.setIntProperty("SeraiAttempts", 1);
      message.setStringProperty("SeraiFailedAt", "2026-01-02T03:04:05Z");
      message.setStringProperty("SeraiOriginalMessageId", originalId);
      message.setStringProperty("team", "blue");
      session.createProducer(session.createQueue("serai.requests.dead")).send(message);
    }
  }

  /** Takes all requests out of their queue: those before a message that is sent now. */
  private List<Message> receive(int expected) throws JMSException {
    EmbeddedBrokerTest.send(broker, "serai.requests", "the last one");
    List<Message> received = new ArrayList<>();
    try (Connection connection = connections.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("serai.requests"))) {
      connection.start();
      Message next = consumer.receive(60_000);
      while (next instanceof TextMessage text && !text.getText().equals("the last one")) {
        received.add(next);
        next = consumer.receive(60_000);
      }
      assertThat(next).as("the last message").isNotNull();
    }
    assertThat(received).hasSize(expected);
    return received;
  }
}
