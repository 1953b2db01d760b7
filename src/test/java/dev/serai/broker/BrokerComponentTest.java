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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsEndpoint;
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

  private static final AtomicInteger DESERIALISED = new AtomicInteger();

  @TempDir Path data;
  private final RecordedRequests requests = new RecordedRequests();
  private EmbeddedBroker embedded;
  private ExternalArtemis external;
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
      external.close();
    }
  }

  @Test
  void whatIsSentInOneTransactionGoesTogetherOrNotAtAll() throws Exception {
    startEmbedded(Options.inProcess());
    run(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:together")
                .transacted("brokerTransaction")
                .split(body())
                .stopOnException()
                .process(
                    exchange -> {
                      if (exchange.getMessage().getBody(String.class).equals("bad")) {
                        throw new IllegalStateException("this one can't be sent");
                      }
                    })
                .to(ExchangePattern.InOnly, "jms:queue:out");
            from("jms:queue:out").process(requests);
          }
        });

    Exchange failed = together(List.of("a1", "bad", "a3"));
    Exchange sent = together(List.of("b1", "b2", "b3"));

    assertThat(failed.getException()).hasMessageContaining("can't be sent");
    assertThat(sent.getException()).isNull();
    await().until(() -> requests.bodies().size() >= 3);
    assertThat(requests.bodies()).containsExactlyInAnyOrder("b1", "b2", "b3");
  }

  private Exchange together(List<String> bodies) {
    return context
        .createProducerTemplate()
        .send("direct:together", exchange -> exchange.getMessage().setBody(bodies));
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

    await().until(() -> requests.bodies().size() == 2);
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

    await().until(() -> requests.bodies().size() >= 3);
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

    await().until(() -> requests.bodies().size() == 2);
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

    await().until(() -> requests.bodies().size() == 1);
    assertThat(requests.keys()).containsExactly("key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "amqp"})
  void goesOnWhenAnExternalBrokerComesBack(String scheme) throws Exception {
    external = ExternalArtemis.start(data.resolve("external"));
    connect(scheme);
    run(recording());
    ConnectionFactory sender = externalSender();
    send(sender, (s, p) -> p.send(s.createTextMessage("before")));
    await().until(() -> requests.bodies().contains("before"));

    external.stop();
    external.start();
    send(sender, (s, p) -> p.send(s.createTextMessage("after")));

    await().until(() -> requests.bodies().contains("after"));
    // "before" again when the broker went before it knew that it had been taken
    assertThat(requests.bodies()).containsOnly("before", "after").endsWith("after");
  }

  @Test
  void startsBeforeItsBroker() throws Exception {
    external = ExternalArtemis.stopped(data.resolve("external"));
    connect("tcp");
    run(recording());

    external.start();
    send(externalSender(), (s, p) -> p.send(s.createTextMessage("body")));

    await().until(() -> requests.bodies().contains("body"));
  }

  @Test
  void oneConsumerOfATopicUnlessSaidOtherwise() throws Exception {
    startEmbedded(Options.inProcess());
    run(recording());

    assertThat(consumers("jms:topic:news")).isEqualTo(1);
    assertThat(consumers("jms:topic:news?concurrentConsumers=3")).isEqualTo(3);
    assertThat(consumers("jms:queue:work")).isEqualTo(2);
  }

  private int consumers(String uri) {
    return context.getEndpoint(uri, JmsEndpoint.class).getConcurrentConsumers();
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

  private void connect(String scheme) {
    connections =
        BrokerConnections.to(
            new ExternalBroker(
                external.url(scheme),
                Optional.of(ExternalArtemis.USER),
                Optional.of(ExternalArtemis.PASSWORD)));
  }

  private ConnectionFactory externalSender() {
    return new JmsConnectionFactory(
        ExternalArtemis.USER, ExternalArtemis.PASSWORD, external.url("amqp").toString());
  }

  private void run(RouteBuilder routes) throws Exception {
    context = new DefaultCamelContext();
    context.disableJMX();
    context.addComponent("jms", BrokerComponent.create(connections.connectionFactory(), 2));
    context
        .getRegistry()
        .bind("brokerTransaction", new BrokerTransaction(connections.connectionFactory()));
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
}
