package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.store.Postgres;
import dev.serai.server.RunningServer;
import dev.serai.server.RunningServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose PostgreSQL goes away and comes back, on the simulated cluster. */
class DatabaseAwayIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String BATCH =
      """
      {"owner":"team","defaults":{"envName":"hello@1.0.0","environment_variables":{
        "SERAI_SIMULATE":"{\\"runFor\\":\\"%s\\"}"}},"count":%d,"parallelism":5}""";

  @TempDir static Path folder;

  private static Postgres postgres;
  private static RunningServer server;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeAll
  static void start() throws Exception {
    postgres = Postgres.create();
    Map<String, String> flags = new HashMap<>();
    flags.put("schedule-type", "simulated");
    flags.put("database-url", postgres.newDatabase().url());
    flags.put("database-user", postgres.user());
    flags.put("database-password", postgres.password());
    flags.put("batch-sweep-interval", "1s");
    flags.put("retry-deadline", "1s");
    server = RunningServer.start(folder, flags);
  }

  @AfterAll
  static void stop() {
    server.close();
    postgres.close();
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void requestsAreAnsweredWith503AndTheBatchGoesOnAfterwards() {
    String going = submitted(BATCH.formatted("500ms", 40));
    postgres.stop();
    try {
      // each waits for a connection: all at the same time
      Stream<Supplier<Answer>> requests =
          Stream.concat(
              Stream.of(
                  () -> submit(BATCH.formatted("50ms", 1)),
                  () -> server.get("/batches"),
                  () -> server.get("/batches/" + going),
                  () -> server.get("/batches/" + going + "/items"),
                  () -> server.get("/batches/" + going + "/results"),
                  () -> server.delete("/batches/" + going)),
              Stream.of("pause", "resume", "cancel", "retry")
                  .map(
                      control ->
                          () -> server.send(request("/batches/" + going + "/" + control, ""))));
      requests
          .map(request -> CompletableFuture.supplyAsync(request, threads))
          .toList()
          .forEach(answer -> assertUnavailable(answer.join()));
      assertThat(server.post("{\"envName\":\"hello@1.0.0\"}").http())
          .as("an instance, which needs no database")
          .isEqualTo(200);
      assertThat(health())
          .contains("{\"status\":\"UP\"")
          .contains("\"database\",\"status\":\"UP\",\"message\":\"jdbc:postgresql:")
          .doesNotContain(postgres.password());
    } finally {
      postgres.start();
    }
    Awaitility.await("the batch has ended")
        .atMost(SOON)
        .until(
            () ->
                server.get("/batches/" + going).data().path("state").asText().equals("SUCCEEDED"));
    assertThat(server.get("/batches/" + going).data().at("/counts/succeeded").asInt())
        .isEqualTo(40);
    String next = submitted(BATCH.formatted("50ms", 1));
    Awaitility.await("a new batch ends")
        .atMost(SOON)
        .until(
            () -> server.get("/batches/" + next).data().path("state").asText().equals("SUCCEEDED"));
  }

  private static void assertUnavailable(Answer answer) {
    String what = answer.raw().request().uri() + " " + answer.raw().body();
    assertThat(answer.http()).as(what).isEqualTo(503);
    assertThat(answer.message()).as(what).contains("database").doesNotContain("127.0.0.1");
    assertThat(answer.raw().headers().firstValue("Retry-After")).as(what).isPresent();
  }

  private static String submitted(String document) {
    Answer answer = submit(document);
    assertThat(answer.http()).as(answer.message()).isBetween(200, 202);
    return answer.data().path("id").asText();
  }

  private static Answer submit(String document) {
    return server.send(request("/batches", document));
  }

  private static HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(server.uri(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static String health() {
    return server.sendRaw(HttpRequest.newBuilder(server.managementUri("/health")).GET()).body();
  }
}
