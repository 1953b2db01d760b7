package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.broker.EmbeddedBroker.Options;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConnectionsTest {

  private static final String PASSWORD = ExternalArtemis.PASSWORD;

  @TempDir Path data;
  private ExternalArtemis other;

  @AfterEach
  void stop() throws Exception {
    if (other != null) {
      other.close();
    }
  }

  @Test
  void theEmbeddedBrokerIsUpUntilItStops() {
    EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess());
    try (BrokerConnections connections = BrokerConnections.to(broker)) {
      assertThat(connections.check().up()).isTrue();
      broker.close();
      assertThat(connections.check().up()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "amqp"})
  void logsInToAnotherBrokerByItsUrl(String scheme) throws Exception {
    URI url = startOther(scheme);
    try (BrokerConnections connections = to(url, PASSWORD)) {
      assertThat(connections.check()).isEqualTo(BrokerHealth.up(url.toString()));
      try (var connection = connections.connectionFactory().createConnection();
          var session = connection.createSession()) {
        connection.start();
        var queue = session.createQueue("some");
        session.createProducer(queue).send(session.createTextMessage("body"));
        assertThat(session.createConsumer(queue).receive(60_000).getBody(String.class))
            .isEqualTo("body");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "amqp"})
  void aWrongPasswordIsReportedAndNotShown(String scheme) throws Exception {
    URI url = startOther(scheme);
    try (BrokerConnections connections = to(url, "wrong-hush-hush")) {
      BrokerHealth health = connections.check();
      assertThat(health.up()).isFalse();
      assertThat(health.detail()).startsWith(url.toString()).doesNotContain("hush");
      assertThatThrownBy(
              () -> {
                try (var connection = connections.connectionFactory().createConnection()) {
                  connection.start();
                }
              })
          .satisfies(e -> assertThat(stackOf(e)).doesNotContain("hush"));
      assertThat(connections.toString()).doesNotContain("hush");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "amqp"})
  void aBrokerThatNeverAnswersIsDownWithinTheLimit(String scheme) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        BrokerConnections connections =
            to(URI.create(scheme + "://127.0.0.1:" + silent.getLocalPort()), PASSWORD)) {
      for (int i = 0; i < 2; i++) {
        BrokerHealth health = connections.check();
        assertThat(health.up()).isFalse();
        // in these words the check itself gives up; the clients do so later, in words of their own
        assertThat(health.detail()).containsAnyOf("no answer within 1500 ms", "does not answer");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://me:secret@host:1",
        "tcp://host:1?user=me&password=secret",
        "amqp://host:1?jms.password=secret",
        "http://host:1",
        "tcp:host",
        "host"
      })
  void refusesAUrlWithALoginOrOfAnotherKindWithoutShowingIt(String url) {
    assertThatThrownBy(
            () -> new ExternalBroker(URI.create(url), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serai.broker-url")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void theTextOfAnExternalBrokerHasNoSecrets() {
    ExternalBroker broker =
        new ExternalBroker(
            URI.create("amqps://host:5671?transport.trustStorePassword=hush"),
            Optional.of("me"),
            Optional.of("hush"));
    assertThat(broker.toString()).isEqualTo("ExternalBroker[amqps://host:5671]");
  }

  private static BrokerConnections to(URI url, String password) {
    return BrokerConnections.to(
        new ExternalBroker(url, Optional.of(ExternalArtemis.USER), Optional.of(password)));
  }

  private URI startOther(String scheme) throws Exception {
    other = ExternalArtemis.start(data.resolve("other"));
    return other.url(scheme);
  }

  private static String stackOf(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
