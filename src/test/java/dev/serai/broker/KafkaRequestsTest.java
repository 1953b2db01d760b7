package dev.serai.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.broker.RecordedRequests.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code samples/routes/kafka-requests.camel.yaml} against Kafka's own broker. */
@Timeout(120)
class KafkaRequestsTest {

  private static final String SAMPLE = "kafka-requests";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static KafkaBroker kafka;
  private static KafkaProducer<String, String> producer;

  private final String topic = "requests-" + UUID.randomUUID();
  private final RecordedRequests requests = new RecordedRequests();
  private SampleSource source;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = KafkaBroker.start(folder);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address()),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterAll
  static void stopBroker() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  @BeforeEach
  void createTopic() throws Exception {
    kafka.createTopic(topic, 2);
  }

  @Test
  void takesTheKeyFromTheHeaderElseTheRecordElseItsPlace() throws Exception {
    ProducerRecord<String, String> withHeaders = record(0, "record-key", "{\"n\": 1}");
    withHeaders.headers().add("Idempotency-Key", "header-key-ü".getBytes(UTF_8));
    withHeaders.headers().add("operation", "get".getBytes(UTF_8));
    ForgedHeaders.NAMES.forEach(name -> withHeaders.headers().add(name, "forged".getBytes(UTF_8)));
    send(withHeaders, record(0, "record-key", "{\"n\": 2}"), record(0, null, "{\"n\": 3}"));

    start();
    await().until(() -> requests.arrived().size() == 3);
    assertThat(requests.arrived())
        .containsExactly(
            new Request("header-key-ü", "get", "{\"n\": 1}"),
            new Request("record-key", null, "{\"n\": 2}"),
            new Request(topic + "-0-2", null, "{\"n\": 3}"));
    ForgedHeaders.assertNoneIn(requests.headers());
  }

  @Test
  void passesOneKeyOnAsOftenAsItIsSent() throws Exception {
    send(record(0, "one", "body"), record(1, "one", "body"));

    start();
    await().until(() -> requests.arrived().size() == 2);
    assertThat(requests.keys()).containsExactly("one", "one");
  }

  @Test
  void triesAFailedRequestAgainBeforeThoseBehindIt() throws Exception {
    requests.fail("b", 2);
    send(record(0, "k", "a"), record(0, "k", "b"), record(0, "k", "c"));

    start();
    await().until(() -> requests.bodies().contains("c"));
    assertThat(requests.bodies()).containsExactly("a", "b", "b", "b", "c");
  }

  @Test
  void losesNothingOfOnePartitionWhenTheOtherOneFails() throws Exception {
    requests.fail("a2", 1).fail("b2", 1);
    send(record(0, null, "a1"), record(0, null, "a2"), record(0, null, "a3"));
    send(record(1, null, "b1"), record(1, null, "b2"), record(1, null, "b3"));

    start();
    await().until(() -> requests.bodies().containsAll(List.of("a3", "b3")));
    await().until(() -> kafka.committed(topic) == 6);
    assertThat(requests.bodies())
        .containsExactlyInAnyOrder("a1", "a2", "a2", "a3", "b1", "b2", "b2", "b3");
    assertThat(requests.bodies()).containsSubsequence("a1", "a2", "a2", "a3");
    assertThat(requests.bodies()).containsSubsequence("b1", "b2", "b2", "b3");
  }

  @Test
  void doesNotGiveWhatIsCommittedAgain() throws Exception {
    send(record(0, null, "a"), record(0, null, "b"));
    start();
    await().until(() -> requests.bodies().size() == 2);
    stop();
    assertThat(kafka.committed(topic)).isEqualTo(2);

    send(record(0, null, "c"));
    start();
    await().until(() -> requests.bodies().contains("c"));
    assertThat(requests.bodies()).containsExactly("a", "b", "c");
  }

  @Test
  void givesARequestAgainWhoseConsumerWasKilledBeforeItsCommit() throws Exception {
    send(record(0, "key-a", "a"), record(0, "key-b", "b"), record(0, "key-c", "c"));

    try (KilledSource source = KilledSource.start(SAMPLE, "b", properties())) {
      assertThat(source.linesUntilKilled("key-b b", LIMIT)).containsExactly("key-a a", "key-b b");
    }
    assertThat(kafka.committed(topic)).isEqualTo(1);

    start();
    await().until(() -> requests.bodies().contains("c"));
    assertThat(requests.arrived())
        .containsExactly(new Request("key-b", null, "b"), new Request("key-c", null, "c"));
  }

  @AfterEach
  void stop() {
    if (source != null) {
      source.close();
    }
  }

  private void start() throws Exception {
    source = SampleSource.start(SAMPLE, properties(), requests);
  }

  private Map<String, String> properties() {
    return Map.of(
        "kafka.brokers", kafka.address(), "kafka.requests-topic", topic, "kafka.group", topic);
  }

  private ProducerRecord<String, String> record(int partition, String key, String value) {
    return new ProducerRecord<>(topic, partition, key, value);
  }

  @SafeVarargs
  private static void send(ProducerRecord<String, String>... records) throws Exception {
    for (ProducerRecord<String, String> record : records) {
      producer.send(record).get();
    }
  }
}
