package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.broker.EmbeddedBroker.Options;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes may rely on in the component {@code jms}. */
@Timeout(120)
class BrokerComponentTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger DESERIALISED = new AtomicInteger();

  @TempDir Path data;
  private final RecordedRequests requests = new RecordedRequests();
  private EmbeddedBroker embedded;
  private ActiveMQServer external;
  private BrokerConnections connections;
  private DefaultCamelContext context;

  /** What no receiver may ever make an object of. */
  private static final class Tattler implements Serializable {

    private void readObject(ObjectInputStream stream) throws IOException {
      DESERIALISED.incrementAndGet();
    }
  }

  @FunctionalInterface
  private interface Sender {
    void send(Session session, MessageProducer producer) throws JMSException;
  }

  @AfterEach
  void stop() throws Exception {
    if (context != null) {
      context.stop();
    }
    if (connections != null) {
      connections.close();
    }
    if (embedded != null) {
      embedded.close();
    }
    if (external != null) {
      external.stop();
    }
  }

  @Test
  void takesBackWhatARouteHasSentWhenItFailsAfterwards() throws Exception {
    startEmbedded(Options.inProcess());
    requests.fail("fails once", 1);
    run(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("jms:queue:in").to(ExchangePattern.InOnly, "jms:queue:out").process(requests);
          }
        });

    send(connections.connectionFactory(), (s, p) -> p.send(s.createTextMessage("fails once")));

    await().atMost(LIMIT).until(() -> requests.bodies().size() == 2);
    stopRoutes();
    assertThat(EmbeddedBrokerTest.receiveAll(embedded, "out")).containsExactly("fails once");
    assertThat(EmbeddedBrokerTest.receiveAll(embedded, "in")).isEmpty();
  }

  @Test
  void keepsBackWhatARouteSendsUntilTheRouteIsThrough() throws Exception {
    startEmbedded(Options.inProcess());
    requests.fail("fails always", Integer.MAX_VALUE);
    run(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("jms:queue:in").to(ExchangePattern.InOnly, "jms:queue:out").process(requests);
          }
        });

    send(connections.connectionFactory(), (s, p) -> p.send(s.createTextMessage("fails always")));

    await().atMost(LIMIT).until(() -> requests.bodies().size() >= 3);
    stopRoutes();
    assertThat(EmbeddedBrokerTest.receiveAll(embedded, "out")).isEmpty();
    assertThat(EmbeddedBrokerTest.receiveAll(embedded, "in")).containsExactly("fails always");
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "amqp"})
  void neverMakesAnObjectOfAMessageAndGoesOn(String protocol) throws Exception {
    startEmbedded(Options.inProcess().withAmqpPort(0));
    run(recording());

    send(
        sender(protocol),
        (session, producer) -> {
          producer.send(session.createObjectMessage(new Tattler()));
          producer.send(session.createTextMessage("next"));
        });

    await().atMost(LIMIT).until(() -> requests.bodies().size() == 2);
    // With several consumers, either may come first.
    assertThat(requests.bodies())
        .anySatisfy(body -> assertThat(body).asString().startsWith("<").doesNotContain("Tattler"))
        .contains("next");
    assertThat(DESERIALISED).hasValue(0);
  }

  @Test
  void hasTheHeadersOfAmqpSendersWhoseNamesJmsForbids() throws Exception {
    startEmbedded(Options.inProcess().withAmqpPort(0));
    run(recording());

    send(
        sender("amqp"),
        (session, producer) -> {
          Message message = session.createTextMessage("body");
          message.setStringProperty("Idempotency-Key", "key");
          producer.send(message);
        });

    await().atMost(LIMIT).until(() -> requests.bodies().size() == 1);
    assertThat(requests.keys()).containsExactly("key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "amqp"})
  void goesOnWhenAnExternalBrokerComesBack(String scheme) throws Exception {
    int port = freePort();
    startExternal(port);
    URI url = URI.create(scheme + "://127.0.0.1:" + port);
    connections =
        BrokerConnections.to(new ExternalBroker(url, Optional.of("me"), Optional.of("secret")));
    run(recording());
    JmsConnectionFactory sender = new JmsConnectionFactory("amqp://127.0.0.1:" + port);
    send(sender, (s, p) -> p.send(s.createTextMessage("before")));
    await().atMost(LIMIT).until(() -> requests.bodies().contains("before"));

    external.stop();
    startExternal(port);
    send(sender, (s, p) -> p.send(s.createTextMessage("after")));

    await().atMost(LIMIT).until(() -> requests.bodies().contains("after"));
    assertThat(requests.bodies()).containsExactly("before", "after");
  }

  @Test
  void startsBeforeItsBroker() throws Exception {
    int port = freePort();
    connections =
        BrokerConnections.to(
            new ExternalBroker(
                URI.create("tcp://127.0.0.1:" + port), Optional.empty(), Optional.empty()));
    run(recording());

    startExternal(port);
    send(
        new JmsConnectionFactory("amqp://127.0.0.1:" + port),
        (s, p) -> p.send(s.createTextMessage("body")));

    await().atMost(LIMIT).until(() -> requests.bodies().contains("body"));
  }

  private RouteBuilder recording() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("jms:queue:in").process(requests);
      }
    };
  }

  private void startEmbedded(Options options) {
    embedded = EmbeddedBroker.start(data, options);
    connections = BrokerConnections.to(embedded);
  }

  private void startExternal(int port) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setJMXManagementEnabled(false);
    configuration.setSecurityEnabled(false);
    configuration.setBrokerInstance(data.resolve("external").toFile());
    configuration.addAcceptorConfiguration("all", "tcp://127.0.0.1:" + port);
    external = new ActiveMQServerImpl(configuration);
    external.start();
  }

  private void run(RouteBuilder routes) throws Exception {
    context = new DefaultCamelContext();
    context.disableJMX();
    context.addComponent("jms", BrokerComponent.create(connections.connectionFactory(), 2));
    context.addRoutes(routes);
    context.start();
  }

  private void stopRoutes() {
    context.stop();
    context = null;
  }

  private ConnectionFactory sender(String protocol) {
    if (protocol.equals("core")) {
      return embedded.connectionFactory();
    }
    JmsConnectionFactory amqp =
        new JmsConnectionFactory("amqp://127.0.0.1:" + embedded.amqpPort().orElseThrow());
    amqp.setValidatePropertyNames(false);
    return amqp;
  }

  private static void send(ConnectionFactory to, Sender sender) throws JMSException {
    try (Connection connection = to.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue("in"))) {
      sender.send(session, producer);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
