package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.broker.EmbeddedBroker.Options;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingDestinationResolverTest {

  private static final long LIMIT_MILLIS = 60_000;

  @TempDir Path data;
  private EmbeddedBroker broker;
  private final CachingDestinationResolver destinations = new CachingDestinationResolver();

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(data, Options.inProcess());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void asksTheClientOnceForEachName() throws JMSException {
    try (Connection connection = broker.connectionFactory().createConnection()) {
      Session session = connection.createSession();
      Destination first = destinations.resolveDestinationName(session, "serai.events", true);
      session.close();

      // a closed session would refuse to make one
      assertThat(destinations.resolveDestinationName(session, "serai.events", true))
          .isSameAs(first);
    }
  }

  @Test
  void tellsATopicFromAQueueOfTheSameName() throws JMSException {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession()) {
      assertThat(destinations.resolveDestinationName(session, "serai.events", true))
          .isInstanceOfSatisfying(
              Topic.class, topic -> assertThat(topic).isNotInstanceOf(Queue.class));
      assertThat(destinations.resolveDestinationName(session, "serai.events", false))
          .isInstanceOf(Queue.class);
    }
  }

  @Test
  void whatOneConnectionMadeServesAnother() throws JMSException {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession()) {
      destinations.resolveDestinationName(session, "serai.requests", false);
    }
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession()) {
      Destination known = destinations.resolveDestinationName(session, "serai.requests", false);
      connection.start();
      session.createProducer(known).send(session.createTextMessage("one"));

      try (MessageConsumer consumer = session.createConsumer(known)) {
        Message received = consumer.receive(LIMIT_MILLIS);
        assertThat(received).isNotNull();
        assertThat(received.getBody(String.class)).isEqualTo("one");
      }
    }
  }
}
