package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.broker.EmbeddedBroker.Options;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LAST = "the last one";

  @TempDir Path data;

  @Test
  void keepsWhatItHeldOverARestart() throws JMSException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      send(broker, "serai.requests", "one", "two");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      assertThat(receiveAll(broker, "serai.requests")).containsExactly("one", "two");
    }
  }

  @Test
  void closesItsFolderToOtherUsersEvenWhereItWasOpen() throws IOException {
    Path folder = Files.createDirectory(data.resolve("broker"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    EmbeddedBroker.start(data, Options.inProcess()).close();

    assertThat(modeOf(folder)).isEqualTo("rwx------");
  }

  @Test
  void createsItsFolderClosedToOtherUsers() throws IOException {
    EmbeddedBroker.start(data.resolve("new/data"), Options.inProcess()).close();

    assertThat(modeOf(data.resolve("new/data/broker"))).isEqualTo("rwx------");
  }

  @Test
  void refusesALinkInPlaceOfItsFolder() throws IOException {
    Files.createSymbolicLink(data.resolve("broker"), Files.createDirectory(data.resolve("else")));

    assertThatThrownBy(() -> EmbeddedBroker.start(data, Options.inProcess()))
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining(data.resolve("broker").toString());
  }

  @Test
  void refusesASecondBrokerOnTheSameFolder() {
    try (EmbeddedBroker first = EmbeddedBroker.start(data, Options.inProcess())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, Options.inProcess()))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining(data.resolve("broker").toString())
          .hasMessageContaining("in use");
      assertThat(first.isActive()).isTrue();
    }
    EmbeddedBroker.start(data, Options.inProcess()).close();
  }

  @Test
  void listensNowhereUnlessAsked() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      assertThat(broker.amqpPort()).isEmpty();
    }
  }

  @Test
  void speaksAmqpOnLoopbackAloneWhenAsked() throws Exception {
    Options options = Options.inProcess().withAmqpPort(0);
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, options)) {
      int port = broker.amqpPort().orElseThrow();
      try (Connection amqp =
              new JmsConnectionFactory("amqp://127.0.0.1:" + port).createConnection();
          Session session = amqp.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        session
            .createProducer(session.createQueue("serai.requests"))
            .send(session.createTextMessage("by AMQP"));
      }
      assertThat(receiveAll(broker, "serai.requests")).containsExactly("by AMQP");
      // All of 127/8 is this machine, so another address of it tells "all addresses" apart.
      InetAddress another = InetAddress.getByName("127.0.0.2");
      assertThatThrownBy(() -> new Socket(another, port).close()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aTakenAmqpPortIsNamed() {
    Options options = Options.inProcess().withAmqpPort(0);
    try (EmbeddedBroker first = EmbeddedBroker.start(data.resolve("first"), options)) {
      int taken = first.amqpPort().orElseThrow();
      assertThatThrownBy(
              () ->
                  EmbeddedBroker.start(
                      data.resolve("second"), Options.inProcess().withAmqpPort(taken)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("127.0.0.1:" + taken);
    }
  }

  @Test
  void givesARolledBackMessageAgainWithoutSpinning() throws JMSException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      send(broker, "serai.requests", "again");
      int deliveries = 0;
      try (Connection connection = broker.connectionFactory().createConnection();
          Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
          MessageConsumer consumer =
              session.createConsumer(session.createQueue("serai.requests"))) {
        connection.start();
        // the first one may take its time, and the second one comes after it
        long begin = System.nanoTime();
        long end = begin + 1_500_000_000L;
        long latest = begin + SOON.toNanos();
        while (System.nanoTime() < (deliveries < 2 ? latest : end)) {
          if (consumer.receive(200) != null) {
            deliveries++;
            session.rollback();
          }
        }
      }
      assertThat(deliveries).isBetween(2, 8);
    }
  }

  @Test
  void keepsMoreThanItsMemory() throws JMSException {
    // a text takes two bytes a character, and what is over 100 KiB would be a file of its own
    String large = "x".repeat(45_000);
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      try (Connection connection = broker.connectionFactory().createConnection();
          Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
        var producer = session.createProducer(session.createQueue("serai.requests"));
        for (int i = 0; i < 1_000; i++) {
          producer.send(session.createTextMessage(large));
        }
        session.commit();
      }
      assertThat(receiveAll(broker, "serai.requests")).hasSize(1_000);
    }
  }

  static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static void send(EmbeddedBroker broker, String queue, String... bodies) throws JMSException {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      var producer = session.createProducer(session.createQueue(queue));
      for (String body : bodies) {
        producer.send(session.createTextMessage(body));
      }
    }
  }

  /** Takes everything out of a queue: what is before a message that is sent now, or held back. */
  static List<String> receiveAll(EmbeddedBroker broker, String queue) throws JMSException {
    send(broker, queue, LAST);
    List<String> bodies = new ArrayList<>();
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      long end = System.nanoTime() + SOON.toNanos();
      while (!bodies.contains(LAST) || broker.messageCount(queue) > 0) {
        assertThat(end - System.nanoTime()).as("another message is received").isPositive();
        Message message = consumer.receive(100);
        if (message != null) {
          bodies.add(((TextMessage) message).getText());
          end = System.nanoTime() + SOON.toNanos();
        }
        // not each by itself, which syncs a file each time
        if (message == null || bodies.contains(LAST) || bodies.size() % 100 == 0) {
          session.commit();
        }
      }
    }
    bodies.remove(LAST);
    return bodies;
  }
}
