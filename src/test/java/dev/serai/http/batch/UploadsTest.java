package dev.serai.http.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.batch.document.Spool;
import dev.serai.http.RestOperations;
import dev.serai.http.RestOperations.Operation;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads by slow senders. */
class UploadsTest {

  /** The patience in tests with senders that are too slow. */
  private static final Duration LITTLE = Duration.ofMillis(500);

  /** The patience with a sender in time, which must not be too slow even on a busy machine. */
  private static final Duration MUCH = Duration.ofSeconds(3);

  private static final Operation SUBMIT =
      new Operation(
          HttpMethod.POST, "/batches", Set.of(), Set.of(), Set.of(), "direct:rest-submit");

  @TempDir Path folder;

  private Vertx vertx;
  private Spool spool;
  private int port;

  private void start(Duration patience) throws Exception {
    vertx = Vertx.vertx();
    spool = Spool.open(folder, 1 << 20);
    Uploads uploads = new Uploads(new RestOperations(List.of(SUBMIT)), spool, 2, patience);
    Router router = Router.router(vertx);
    uploads.install(router);
    router
        .route()
        .handler(
            context -> {
              Upload.delete(uploads.take(context.request()));
              context.response().end("whole");
            });
    port = FreePorts.next();
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
    spool.close();
  }

  @Test
  void aSenderOfNothingIsAnswered408() throws Exception {
    start(LITTLE);
    assertThat(send(0, 0, LITTLE)).isEqualTo("HTTP/1.1 408 Request Timeout");
    assertNothingIsLeft();
  }

  @Test
  void aSenderOfAByteNowAndThenIsAnswered408() throws Exception {
    start(LITTLE);
    assertThat(send(0, 1_000, LITTLE.dividedBy(5))).isEqualTo("HTTP/1.1 408 Request Timeout");
    assertNothingIsLeft();
  }

  @Test
  void whoHasSentMuchMayPause() throws Exception {
    start(MUCH);
    assertThat(send(1 << 17, 7, MUCH.dividedBy(6))).isEqualTo("HTTP/1.1 200 OK");
  }

  /** Sends a first part and then a byte after each pause, and returns the status line. */
  private String send(int first, int pauses, Duration pause) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = socket.getOutputStream();
      int length = Math.max(1, first + pauses);
      out.write(
          ("POST /batches HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                  + length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.write(" ".repeat(first).getBytes(StandardCharsets.UTF_8));
      try {
        for (int i = 0; i < pauses && !answer.ready(); i++) {
          Thread.sleep(pause.toMillis());
          out.write(' ');
        }
      } catch (SocketException e) {
        // it was answered and disconnected
      }
      return answer.readLine();
    }
  }

  /** The spooled part is deleted after it has been written, which may be after the answer. */
  private void assertNothingIsLeft() {
    Awaitility.await().untilAsserted(() -> assertThat(left()).isEmpty());
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".document")).toList();
    }
  }
}
