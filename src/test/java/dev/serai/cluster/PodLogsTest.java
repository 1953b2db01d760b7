package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs by HTTP/1.1, of an API server that notes on which connections it is asked. */
class PodLogsTest {

  private static final int CALLS = 20;
  private static final String LONG_LOG = "a line\n".repeat(20_000);

  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private Clusters clusters;
  private PodLogs logs;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/namespaces/default/pods/", this::answer);
    server.start();
    clusters =
        new Clusters(
            List.of(
                TestClusters.of(
                    TestClusters.described("a", "", 1),
                    new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build(),
                    Clock.systemUTC())));
    logs = new PodLogs(clusters);
  }

  @AfterEach
  void stop() {
    clusters.close();
    server.stop(0);
  }

  @Test
  void aLogThatWasReadToItsEndLeavesItsConnectionToOthers() throws IOException {
    for (int i = 0; i < CALLS; i++) {
      try (InputStream log = open("main")) {
        assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LONG_LOG);
      }
    }

    assertTheyWereShared();
  }

  @Test
  void soDoesARefusal() throws IOException {
    for (int i = 0; i < CALLS; i++) {
      assertThatThrownBy(() -> open("other"))
          .isInstanceOf(RequestRejectedException.class)
          .hasMessageContaining("container other is not valid for pod a");
    }

    assertTheyWereShared();
  }

  /** A call may find that the connection of the one before is not back yet, and open another. */
  private void assertTheyWereShared() {
    assertThat(connections).hasSizeLessThan(CALLS / 2);
  }

  private InputStream open(String container) {
    return logs.open("a", "a", container, OptionalInt.empty(), false).orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress().getPort());
    boolean known = exchange.getRequestURI().getQuery().contains("container=main");
    String body =
        known
            ? LONG_LOG
            : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":400,"
                + "\"message\":\"container other is not valid for pod a\"}\n";
    // in chunks, as an API server sends a log
    exchange.sendResponseHeaders(known ? 200 : 400, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
  }
}
