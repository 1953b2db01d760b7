package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.database.DatabaseAddress;
import dev.serai.batch.store.OldDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on the data folder of a program that used the schema V1 and was killed. */
class UpgradedServerTest {

  @TempDir Path data;

  @Test
  void theBatchesOfAnOldDatabaseContinueToTheirEnd() throws IOException, InterruptedException {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          calls.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    OldDatabase.make(
        DatabaseAddress.in(data.resolve("batches")),
        URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/ended"));
    Map<String, String> flags =
        Map.of(
            "batch-sweep-interval", "300ms",
            "callback-secret", "a-secret-for-this-test",
            "callback-private", "true");

    try (RunningServer server = RunningServer.start(data, flags)) {
      BatchStore store = server.batches();
      assertThat(awaitEnd(store, OldDatabase.OPEN)).isEqualTo(BatchState.SUCCEEDED);
      assertThat(awaitEnd(store, OldDatabase.CANCELLED)).isEqualTo(BatchState.CANCELLED);
      assertThat(calls.poll(60, TimeUnit.SECONDS))
          .as("the callback that was due before the upgrade")
          .contains(OldDatabase.ENDED)
          .contains("FAILED");
      String items = "/batches/" + OldDatabase.OPEN + "/items/";
      assertThat(server.get(items + "was-evicted").data().path("infrastructure_failures").asInt())
          .isEqualTo(1);
      // its pod does not exist in the cluster of this server
      assertThat(server.get(items + "is-running").data().path("infrastructure_failures").asInt())
          .isEqualTo(1);
      assertThat(server.get(items + "is-claimed").data().path("attempt").asInt()).isEqualTo(1);
      assertThat(server.get("/batches/" + OldDatabase.REMOVED).http()).isEqualTo(404);
    } finally {
      receiver.stop(0);
    }
  }

  private static BatchState awaitEnd(BatchStore store, String batch) {
    Awaitility.await("batch " + batch + " has ended")
        .atMost(Duration.ofSeconds(60))
        .until(() -> store.head(batch).orElseThrow().state().isFinal());
    return store.head(batch).orElseThrow().state();
  }
}
