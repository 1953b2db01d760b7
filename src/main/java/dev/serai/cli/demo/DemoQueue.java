package dev.serai.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The queues of the demo's server: sends requests, waits for answers, receives events. */
final class DemoQueue implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_MILLIS = 30_000;

  private final JMSContext sending;
  private final JMSContext receiving;

  private DemoQueue(JMSContext sending, JMSContext receiving) {
    this.sending = sending;
    this.receiving = receiving;
  }

  static DemoQueue open(DemoServer server) {
    return new DemoQueue(
        server.connections().createContext(), server.connections().createContext());
  }

  /** Calls the listener with every event from now on. */
  void onEvent(Consumer<JsonNode> listener) {
    Objects.requireNonNull(listener, "listener is null");
    receiving
        .createConsumer(receiving.createTopic("serai.events"))
        .setMessageListener(message -> listener.accept(read(message)));
  }

  /** Sends a request and waits for its answer. */
  JsonNode request(String body, String key) {
    try {
      TextMessage message = sending.createTextMessage(body);
      var replies = sending.createTemporaryQueue();
      message.setJMSReplyTo(replies);
      message.setJMSCorrelationID(key);
      message.setStringProperty("idempotencyKey", key);
      sending.createProducer().send(sending.createQueue("serai.requests"), message);
      try (var answers = sending.createConsumer(replies)) {
        Message answer =
            Optional.ofNullable(answers.receive(PATIENCE_MILLIS))
                .orElseThrow(
                    () -> new IllegalStateException("no answer to the message within 30 s"));
        if (!key.equals(answer.getJMSCorrelationID())) {
          throw new IllegalStateException("the answer is to another message");
        }
        return read(answer);
      } finally {
        replies.delete();
      }
    } catch (JMSException e) {
      throw new IllegalStateException("the queue does not work: " + e.getMessage(), e);
    }
  }

  private static JsonNode read(Message message) {
    try {
      return JSON.readTree(message.getBody(String.class));
    } catch (JMSException | JsonProcessingException e) {
      throw new IllegalStateException("a message is not JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    receiving.close();
    sending.close();
  }
}
