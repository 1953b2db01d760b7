package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.server.RunningServer.Answer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.JmsDestination;
import org.apache.qpid.jms.JmsSession;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.message.JmsTextMessage;
import org.apache.qpid.jms.policy.JmsMessageIDPolicy;
import org.assertj.core.api.ListAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request sent twice creates one pod, by HTTP and by queue. */
class IdempotencyTest {

  private static final String KEY = "Idempotency-Key";

  @TempDir static Path folder;

  private static RunningServer server;
  private static int amqpPort;

  @BeforeAll
  static void start() {
    amqpPort = FreePorts.next();
    server = RunningServer.start(folder, Map.of("amqp-port", String.valueOf(amqpPort)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRepeatIsAnsweredWithTheFirstInstance() {
    String body = demo("repeat");
    Answer first = server.post(body, KEY, "k");
    Answer second = server.post(body, KEY, "k");

    assertThat(first.http()).as(first.message()).isEqualTo(200);
    assertThat(second.http()).as(second.message()).isEqualTo(200);
    for (String field : List.of("id", "owner", "ttl", "created_at", "expires_at", "env")) {
      assertThat(second.data().path(field)).as(field).isEqualTo(first.data().path(field));
    }
    awaitOwned("repeat", owned -> owned.containsExactly(first.id()));
  }

  @Test
  void theOrderOfKeysAndTheWhitespaceDoNotMakeItAnotherRequest() {
    Answer first =
        server.post(
            "{\"envName\":\"demo@1.0.0\",\"owner\":\"order\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}",
            KEY,
            "k");
    Answer second =
        server.post(
            "{ \"labels\": {\"b\":\"2\", \"a\":\"1\"},\n \"owner\":\"order\", \"envName\":\"demo@1.0.0\"}",
            KEY,
            "k");

    assertThat(second.id()).isNotEmpty().isEqualTo(first.id());
  }

  @Test
  void manyAtOnceMakeOnePod() {
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 16)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> server.post(demo("many"), KEY, "same")))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join).map(Answer::id).distinct())
        .hasSize(1)
        .doesNotContain("");
    awaitOwned("many", owned -> owned.hasSize(1));
  }

  @Test
  void theKeyWithAnotherRequestIsAConflict() {
    String first = server.post(demo("conflict"), KEY, "k").id();
    Answer other =
        server.post(
            "{\"envName\":\"demo@1.0.0\",\"owner\":\"conflict\",\"arguments\":[\"x\"]}", KEY, "k");

    assertThat(other.http()).isEqualTo(409);
    assertThat(other.body().path("code").asInt()).isEqualTo(409);
    assertThat(other.message()).contains(KEY);
    awaitOwned("conflict", owned -> owned.containsExactly(first));
  }

  @Test
  void theKeyOfOneOwnerIsNotThatOfAnother() {
    Answer one = server.post(demo("owner-1"), KEY, "shared");
    Answer two = server.post(demo("owner-2"), KEY, "shared");

    assertThat(two.http()).as(two.message()).isEqualTo(200);
    assertThat(two.id()).isNotEqualTo(one.id());
  }

  @Test
  void aDeletedInstanceFreesItsKeyAsSoonAsItsPodIsGone() {
    Answer first = server.post(demo("freed"), KEY, "k");
    server.await(first.id(), "Running");
    assertThat(server.delete("/env-instance/" + first.id()).http()).isEqualTo(200);

    // its pod is still terminating: the creation waits for its deletion, and creates another
    // instance
    Answer second = server.post(demo("freed"), KEY, "k");

    assertThat(second.http()).as(second.message()).isEqualTo(200);
    assertThat(second.data().path("expires_at")).isNotEqualTo(first.data().path("expires_at"));
    assertThat(server.await(second.id(), "Running").status()).isEqualTo("Running");
    awaitOwned("freed", owned -> owned.containsExactly(second.id()));
  }

  @Test
  void aKeyInTheMessageMakesOnePodOfTwoMessages() throws JMSException {
    assertThat(byQueue("queue-key", message -> message.setStringProperty("idempotencyKey", "k")))
        .hasSize(1)
        .doesNotContain("");
    awaitOwned("queue-key", owned -> owned.hasSize(1));
  }

  @Test
  void aMessageWithoutAKeyIsARequestOfItsOwn() throws JMSException {
    assertThat(byQueue("queue-free", message -> {})).hasSize(2).doesNotContain("");
  }

  @Test
  void theKeyOfTheQueueIsThatOfRest() throws JMSException {
    String byRest = server.post(demo("both-ways"), KEY, "k").id();

    assertThat(byQueue("both-ways", message -> message.setStringProperty("idempotencyKey", "k")))
        .containsExactly(byRest);
  }

  @Test
  void theSameMessageIdTwiceByAmqpMakesOnePod() throws Exception {
    String first = sendWithId("amqp-id", "my-id-7");

    assertThat(sendWithId("amqp-id", "my-id-7")).isNotEmpty().isEqualTo(first);
    assertThat(sendWithId("amqp-id", "my-id-8")).isNotEmpty().isNotEqualTo(first);
    awaitOwned("amqp-id", owned -> owned.hasSize(2));
  }

  @Test
  void anIdempotencyKeyAmongTheApplicationPropertiesOfAmqpCounts() throws Exception {
    Marking marking =
        // as other clients of AMQP do, whose property names are any text
        message -> ((JmsTextMessage) message).getFacade().setProperty(KEY, "k");
    try (JMSContext amqp = amqp()) {
      String first = ask(amqp, "amqp-key", marking);
      assertThat(ask(amqp, "amqp-key", marking)).isNotEmpty().isEqualTo(first);
    }
    awaitOwned("amqp-key", owned -> owned.hasSize(1));
  }

  @FunctionalInterface
  private interface Marking {
    void mark(Message message) throws JMSException;
  }

  /** Sends it twice; the different ids of the two answers. */
  private static List<String> byQueue(String owner, Marking marking) throws JMSException {
    List<String> ids = new ArrayList<>();
    try (JMSContext context = server.server().connections().createContext()) {
      for (int i = 0; i < 2; i++) {
        ids.add(ask(context, owner, marking));
      }
    }
    return ids.stream().distinct().toList();
  }

  /** Sends it, and returns the id in its answer, after which the processing has ended. */
  private static String ask(JMSContext context, String owner, Marking marking) throws JMSException {
    TemporaryQueue replies = context.createTemporaryQueue();
    TextMessage message = context.createTextMessage(demo(owner));
    marking.mark(message);
    message.setJMSReplyTo(replies);
    context.createProducer().send(context.createQueue("serai.requests"), message);
    try (JMSConsumer consumer = context.createConsumer(replies)) {
      Message answer = consumer.receive(60_000);
      assertThat(answer).as("an answer").isNotNull();
      return RunningServer.parse(answer.getBody(String.class)).at("/data/id").asText();
    }
  }

  private static JMSContext amqp() {
    return new JmsConnectionFactory("amqp://127.0.0.1:" + amqpPort).createContext();
  }

  /** With a message-id set by the sender, as by clients that retry automatically. */
  private static String sendWithId(String owner, String id) throws JMSException {
    JmsConnectionFactory factory = new JmsConnectionFactory("amqp://127.0.0.1:" + amqpPort);
    factory.setMessageIDPolicy(new OwnId(id));
    try (JMSContext context = factory.createContext()) {
      return ask(context, owner, message -> {});
    }
  }

  private record OwnId(String id) implements JmsMessageIDPolicy {

    @Override
    public JmsMessageIDPolicy copy() {
      return this;
    }

    @Override
    public JmsMessageIDBuilder getMessageIDBuilder(JmsSession session, JmsDestination to) {
      return (producer, sequence) -> id;
    }
  }

  /** The list is updated a moment after the answer. */
  private static void awaitOwned(String owner, Consumer<ListAssert<String>> expected) {
    Awaitility.await().untilAsserted(() -> expected.accept(assertThat(ownedBy(owner))));
  }

  private static List<String> ownedBy(String owner) {
    List<String> ids = new ArrayList<>();
    server
        .get("/env-instance/*/list")
        .data()
        .forEach(
            row -> {
              if (row.path("owner").asText().equals(owner)
                  && !row.path("status").asText().equals("Terminated")) {
                ids.add(row.path("id").asText());
              }
            });
    return ids;
  }

  private static String demo(String owner) {
    return "{\"envName\":\"demo@1.0.0\",\"owner\":\"" + owner + "\"}";
  }
}
