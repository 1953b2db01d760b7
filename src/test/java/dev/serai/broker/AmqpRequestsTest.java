package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.broker.EmbeddedBroker.Options;
import dev.serai.broker.RecordedRequests.Request;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code samples/routes/amqp-requests.camel.yaml} against the embedded broker. */
@Timeout(120)
class AmqpRequestsTest {

  @TempDir Path data;

  @Test
  void takesTheMessagesOwnKeyAndOperationAndNoHeaderOfSerai() throws Exception {
    RecordedRequests requests = new RecordedRequests();
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess().withAmqpPort(0))) {
      String url = "amqp://127.0.0.1:" + broker.amqpPort().orElseThrow();
      JmsConnectionFactory factory = new JmsConnectionFactory(url);
      factory.setValidatePropertyNames(false);
      try (Connection connection = factory.createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
          MessageProducer producer = session.createProducer(session.createQueue("amqp"))) {
        TextMessage message = session.createTextMessage("{}");
        message.setStringProperty("Idempotency-Key", "key");
        message.setStringProperty("operation", "get");
        for (String name : ForgedHeaders.NAMES) {
          message.setStringProperty(name, "forged");
        }
        producer.send(message);
      }
      Map<String, String> properties = Map.of("amqp.url", url, "amqp.requests-queue", "amqp");
      try (SampleSource source = SampleSource.start("amqp-requests", properties, requests)) {
        assertThat(source).isNotNull();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(requests.arrived())
                        .containsExactly(new Request("key", "get", "{}")));
      }
    }
    ForgedHeaders.assertNoneIn(requests.headers());
  }
}
