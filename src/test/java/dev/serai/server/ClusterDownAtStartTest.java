package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.server.RunningServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two clusters is down when a server starts. */
class ClusterDownAtStartTest {

  @TempDir Path folder;

  private final ShiftedClock clock = new ShiftedClock();

  @Test
  void theOtherOneIsServedAndTheFirstIsTakenUpWhenItIsThere() {
    try (ClusterPair pair = ClusterPair.start(folder, clock)) {
      String earlier;
      try (RunningServer before =
          RunningServer.start(folder.resolve("data"), pair.flags(), clock)) {
        earlier =
            before.post("{\"envName\":\"demo@1.0.0\",\"placement\":{\"cluster\":\"east\"}}").id();
        assertThat(before.await(earlier, "Running").status()).isEqualTo("Running");
      }
      pair.east().proxy().down();
      long start = System.nanoTime();
      try (RunningServer server =
          RunningServer.start(folder.resolve("data"), pair.flags(), clock)) {
        Awaitility.await().until(() -> isReady(server));
        System.out.printf(
            "a server with one of two clusters down is ready after %d ms%n",
            Duration.ofNanos(System.nanoTime() - start).toMillis());
        Answer made = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\"}");
        assertThat(made.http()).as(made.message()).isEqualTo(200);
        assertThat(made.data().path("cluster").asText()).isEqualTo("west");
        assertThat(server.await(made.id(), "Running").status()).isEqualTo("Running");
        assertThat(server.get("/env-instance/" + earlier).http())
            .as("it may exist in the cluster that is down")
            .isEqualTo(503);
        clock.skip(Duration.ofMinutes(2));
        Answer list = server.get("/env-instance/list");
        assertThat(list.raw().headers().firstValue("Serai-Unreachable")).contains("east");
        Awaitility.await()
            .alias("expiry where the cluster is up")
            .until(() -> pair.west().pod(made.id()).isEmpty());

        pair.east().proxy().up();
        Awaitility.await()
            .until(() -> server.get("/env-instance/*/list").data().toString().contains(earlier));
        assertThat(server.get("/env-instance/" + earlier).status()).isEqualTo("Running");
        Awaitility.await()
            .until(
                () ->
                    server
                        .post("{\"envName\":\"demo@1.0.0\"}")
                        .data()
                        .path("cluster")
                        .asText()
                        .equals("east"));
      }
    }
  }

  private static boolean isReady(RunningServer server) {
    return server
            .sendRaw(HttpRequest.newBuilder(server.managementUri("/health/ready")))
            .statusCode()
        == 200;
  }
}
