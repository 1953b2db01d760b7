package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.server.RunningServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of batches, with a limit of two. */
class BatchStreamsTest {

  private static final int MANY = 10_000;

  /** So long that the results of many exceed the buffers of sockets and the server. */
  private static final int ID_LENGTH = 1_000;

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static RunningServer server;
  private static String large;
  private static String watched;

  @BeforeAll
  static void start() {
    try (SeededBatches seed = SeededBatches.in(folder)) {
      large = seed.cancelled("large", MANY, ID_LENGTH).id();
      watched = seed.paused("watched", 3).id();
      seed.paused("left", 3);
      seed.cancelled("over", 3);
    }
    server = RunningServer.start(folder, Map.of("max-log-streams", "2"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A client that reads only on demand. */
  private static final class SlowClient implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    SlowClient(String path) throws IOException {
      socket = new Socket();
      socket.setReceiveBufferSize(16 * 1024);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      RawHttp.send(socket, "GET " + path + " HTTP/1.1", "", "");
    }

    /** Waits for the response, and reads a small part of it. */
    void awaitFirst() throws IOException {
      socket.setSoTimeout((int) SOON.toMillis());
      assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
    }

    /** Reads in the background until the connection is closed. */
    void readOn() {
      Thread reading =
          new Thread(
              () -> {
                try {
                  for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                  }
                } catch (IOException e) {
                  lines.add("closed");
                }
              });
      reading.setDaemon(true);
      reading.start();
    }

    void awaitLine(String start, int times) {
      Awaitility.await("a line that begins with " + start)
          .until(() -> lines.stream().filter(line -> line.startsWith(start)).count() >= times);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static int resultsOf(String batch) {
    return server
        .sendRaw(HttpRequest.newBuilder(server.uri("/batches/" + batch + "/results?format=csv")))
        .statusCode();
  }

  private static void awaitRoom() {
    Awaitility.await("all streams have ended")
        .until(
            () ->
                server
                    .sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics")))
                    .body()
                    .contains("serai_streams_open 0.0"));
  }

  @Test
  void manyResultsComeWholeInEveryFormat() {
    for (String format : List.of("csv", "ndjson", "json")) {
      awaitRoom();
      String text =
          server
              .sendRaw(
                  HttpRequest.newBuilder(
                      server.uri("/batches/" + large + "/results?format=" + format)))
              .body();
      assertThat(text.lines().filter(line -> line.contains("item ")).count())
          .as(format)
          .isEqualTo(MANY);
      if (format.equals("json")) {
        assertThat(RunningServer.parse(text)).hasSize(MANY);
      }
    }
  }

  @Test
  void resultsWaitForASlowClientAndAreFreedWhenItLeaves() throws Exception {
    awaitRoom();
    try (SlowClient one = new SlowClient("/batches/" + large + "/results");
        SlowClient two = new SlowClient("/batches/" + large + "/results")) {
      one.awaitFirst();
      two.awaitFirst();
      // neither fits in memory: both are still being written, and occupy their places
      assertThat(resultsOf(watched)).as("both places are taken").isEqualTo(429);
      assertThat(one.lines).isEqualTo(two.lines);
    }
    awaitRoom();
  }

  @Test
  void eventsTellEveryChangeAndTheEndToAllListeners() throws Exception {
    awaitRoom();
    try (SlowClient one = new SlowClient("/batches/" + watched + "/events");
        SlowClient two = new SlowClient("/batches/watched/events?owner=team")) {
      one.readOn();
      two.readOn();
      one.awaitLine("event: progress", 1);
      two.awaitLine("event: progress", 1);
      assertThat(one.lines.toString().toLowerCase(Locale.ROOT)).contains("text/event-stream");

      Answer cancelled =
          server.send(
              HttpRequest.newBuilder(server.uri("/batches/" + watched + "/cancel"))
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(cancelled.http()).as(cancelled.message()).isEqualTo(200);
      server.server().batches().ledger().finish(Instant.now());

      one.awaitLine("event: end", 1);
      two.awaitLine("event: end", 1);
      String last =
          one.lines.stream().filter(line -> line.startsWith("data: ")).reduce("", (a, b) -> b);
      assertThat(RunningServer.parse(last.substring("data: ".length())).path("state").asText())
          .isEqualTo("CANCELLED");
    }
    awaitRoom();
  }

  @Test
  void whoComesAfterTheEndIsToldSoAndAClientThatLeavesIsForgotten() throws Exception {
    awaitRoom();
    assertThat(
            server
                .sendRaw(HttpRequest.newBuilder(server.uri("/batches/over/events?owner=team")))
                .body())
        .startsWith("event: progress\ndata: {")
        .contains("\n\nevent: end\ndata: {")
        .endsWith("}\n\n");
    for (int i = 0; i < 4; i++) {
      awaitRoom();
      try (SlowClient leaving = new SlowClient("/batches/left/events?owner=team")) {
        leaving.readOn();
        leaving.awaitLine("event: progress", 1);
      }
    }
    awaitRoom();
  }

  @Test
  void aStopEndsTheStreamsOfClientsThatListenOrDoNotRead(@TempDir Path other) throws Exception {
    String id;
    try (SeededBatches seed = SeededBatches.in(other)) {
      id = seed.paused("p", 1).id();
      seed.cancelled("l", MANY, ID_LENGTH);
    }
    RunningServer stopped = RunningServer.start(other, Map.of());
    try (Socket events = new Socket(InetAddress.getLoopbackAddress(), stopped.port());
        Socket results = new Socket()) {
      results.setReceiveBufferSize(16 * 1024);
      results.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stopped.port()));
      RawHttp.send(events, "GET /batches/" + id + "/events HTTP/1.1", "", "");
      RawHttp.send(results, "GET /batches/l/results?owner=team HTTP/1.1", "", "");
      assertThat(events.getInputStream().read()).isPositive();
      assertThat(results.getInputStream().read()).isPositive();

      assertThat(CompletableFuture.runAsync(stopped::close))
          .as("a client that reads nothing has a minute, and a stop does not wait for it")
          .succeedsWithin(Duration.ofSeconds(50));
      String rest = new String(events.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).endsWith("0\r\n\r\n");
    } finally {
      stopped.close();
    }
  }
}
