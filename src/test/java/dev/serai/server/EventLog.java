package dev.serai.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The events that a subscriber of the topic has received. */
public final class EventLog implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final JMSContext context;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private EventLog(JMSContext context) {
    this.context = context;
  }

  public static EventLog of(RunningServer server) {
    EventLog log = new EventLog(server.server().connections().createContext());
    return log.listenTo(log.context.createConsumer(log.context.createTopic("serai.events")));
  }

  /**
   * Uses a durable subscription: with the same data folder, a later subscriber also gets the events
   * published meanwhile.
   */
  static EventLog durable(RunningServer server) {
    EventLog log = new EventLog(server.server().connections().createContext());
    return log.listenTo(
        log.context.createSharedDurableConsumer(
            log.context.createTopic("serai.events"), "event-log"));
  }

  private EventLog listenTo(JMSConsumer consumer) {
    consumer.setMessageListener(message -> events.add(parse(message)));
    return this;
  }

  private static JsonNode parse(Message message) {
    try {
      return JSON.readTree(message.getBody(String.class));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> of(String instance) {
    return events.stream()
        .filter(event -> event.path("subject").asText().equals(instance))
        .toList();
  }

  public List<JsonNode> all() {
    return List.copyOf(events);
  }

  public List<String> statesOf(String instance) {
    return of(instance).stream().map(event -> event.at("/data/status").asText()).toList();
  }

  /** Waits for an event of the instance with this state. */
  public JsonNode await(String instance, String state) {
    Awaitility.await().until(() -> statesOf(instance), states -> states.contains(state));
    return of(instance).stream()
        .filter(event -> event.at("/data/status").asText().equals(state))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    context.close();
  }
}
