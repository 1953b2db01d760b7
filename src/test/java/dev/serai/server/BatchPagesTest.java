package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.server.RunningServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches by HTTP: queries and control. */
class BatchPagesTest {

  @TempDir static Path folder;

  private static RunningServer server;
  private static String ended;
  private static String paused;

  @BeforeAll
  static void start() throws Exception {
    try (SeededBatches seed = SeededBatches.in(folder)) {
      ended = seed.ended("ended", 5, Optional.empty()).id();
      paused = seed.paused("paused", 3).id();
      seed.cancelled("removable", 1);
      seed.paused("to-cancel", 2);
      seed.ended("to-retry", 3, Optional.empty());
      seed.ended("all-well-but-two", 4, Optional.empty());
    }
    Path logs = Files.createDirectories(folder.resolve("logs").resolve(ended));
    Files.writeString(logs.resolve("2-1.log"), "all\nof\nit\n");
    server = RunningServer.start(folder, Map.of("batch-logs", folder.resolve("logs").toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer post(String path) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aBatchIsShownByItsIdAndByItsNameWithItsOwner() {
    Answer byId = server.get("/batches/" + ended);
    Answer byName = server.get("/batches/ended?owner=team");

    assertThat(byId.http()).as(byId.message()).isEqualTo(200);
    assertThat(byId.data()).isEqualTo(byName.data());
    JsonNode batch = byId.data();
    assertThat(batch.path("id").asText()).isEqualTo(ended);
    assertThat(batch.path("state").asText()).isEqualTo("FAILED");
    assertThat(batch.path("counts").toString())
        .isEqualTo(
            "{\"queued\":0,\"starting\":0,\"running\":0,\"succeeded\":3,\"failed\":1,"
                + "\"cancelled\":0,\"timed_out\":1}");
    assertThat(batch.path("total").asInt()).isEqualTo(5);
    assertThat(batch.path("finished_at").isTextual()).isTrue();
    assertThat(batch.path("reason").isNull()).isTrue();
  }

  @Test
  void whatIsNotThereIs404AndSaysWhatIsMissing() {
    assertThat(server.get("/batches/ended").http()).isEqualTo(404);
    assertThat(server.get("/batches/ended").message()).contains("?owner=");
    assertThat(server.get("/batches/" + ended + "?owner=other").http()).isEqualTo(404);
    assertThat(server.get("/batches/b-0000000000000000").http()).isEqualTo(404);
    assertThat(server.get("/batches/" + ended + "/items/nope").http()).isEqualTo(404);
    assertThat(server.get("/batches/nope/results").http()).isEqualTo(404);
    assertThat(server.get("/batches/nope/events").http()).isEqualTo(404);
    assertThat(post("/batches/nope/cancel").http()).isEqualTo(404);
    assertThat(server.delete("/batches/nope").http()).isEqualTo(404);
  }

  @Test
  void pagesLeadThroughAllBatchesTheNewestFirst() {
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      Answer page = server.get("/batches?limit=2&owner=team&after=" + after);
      assertThat(page.http()).as(page.message()).isEqualTo(200);
      page.data().path("items").forEach(batch -> seen.add(batch.path("name").asText()));
      after = page.data().path("next").asText();
    } while (!after.isEmpty());

    assertThat(seen).contains("ended", "paused").doesNotHaveDuplicates();
    assertThat(seen.indexOf("paused")).isLessThan(seen.indexOf("ended"));
    assertThat(server.get("/batches?owner=nobody").data().path("items")).isEmpty();
    assertThat(server.get("/batches?state=paused").data().path("items"))
        .allSatisfy(batch -> assertThat(batch.path("state").asText()).isEqualTo("PAUSED"));
  }

  @Test
  void pagesLeadThroughTheItemsAndAnItemHasItsAttempts() {
    Answer first = server.get("/batches/" + ended + "/items?limit=2");
    Answer second =
        server.get(
            "/batches/" + ended + "/items?limit=2&after=" + first.data().path("next").asText());
    assertThat(ids(first)).containsExactly("item 0", "item 1");
    assertThat(ids(second)).containsExactly("item 2", "item 3");
    assertThat(ids(server.get("/batches/" + ended + "/items?state=TIMED_OUT")))
        .containsExactly("item 1");

    JsonNode item = server.get("/batches/" + ended + "/items/item%200").data();
    assertThat(item.path("state").asText()).isEqualTo("FAILED");
    assertThat(item.path("exit_code").asInt()).isEqualTo(3);
    assertThat(item.path("failures").asInt()).isEqualTo(2);
    assertThat(item.path("attempts")).hasSize(2);
    JsonNode attempt = item.path("attempts").get(1);
    assertThat(attempt.path("number").asInt()).isEqualTo(2);
    assertThat(attempt.path("pod").asText()).isEqualTo("pod-0-2");
    assertThat(attempt.path("node").asText()).isEqualTo("node-1");
    assertThat(attempt.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(attempt.path("log_available").asBoolean()).isTrue();
    assertThat(attempt.path("log_truncated").asBoolean()).isTrue();
  }

  private static List<String> ids(Answer page) {
    return StreamSupport.stream(page.data().path("items").spliterator(), false)
        .map(item -> item.path("id").asText())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "?limit=0, limit",
    "?limit=1001, limit",
    "?limit=x, limit",
    "?limit=1&limit=2, limit",
    "?state=SLEEPING, state",
    "?after=b-1, after",
    "?after=%27%3B--, after",
    "/ID/items?limit=0, limit",
    "/ID/items?state=PAUSED, state",
    "/ID/items?after=-1, after",
    "/ID/items?after=x, after",
    "/ID/items?after=99999999999, after",
    "/ID/items/item%200/logs?attempt=0, attempt",
    "/ID/items/item%200/logs?attempt=x, attempt",
    "/ID/items/item%200/logs?tail=-1, tail",
    "/ID/items/item%200/logs?follow=maybe, follow",
    "/ID/results?format=xml, format",
    "/ID/results?logs=1, logs",
    "/ID/results?state=DONE, state",
  })
  void wrongParametersAreNamed(String path, String field) {
    Answer answer = server.get("/batches" + path.replace("ID", ended));

    assertThat(answer.http()).as(answer.message()).isEqualTo(400);
    assertThat(answer.message()).startsWith(field + " ");
  }

  @Test
  void logsAreThoseThatWereKeptOfTheAttemptThatIsAskedFor() {
    var last = raw("/items/item%200/logs");
    assertThat(last.body()).isEqualTo("one\ntwo\nattempt 2\n");
    assertThat(last.headers().firstValue("Serai-Attempt")).contains("2");
    assertThat(last.headers().firstValue("Serai-Log-Truncated")).contains("true");
    assertThat(last.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(raw("/items/item%200/logs?attempt=1").body()).isEqualTo("one\ntwo\nattempt 1\n");
    assertThat(raw("/items/item%200/logs?tail=1&follow=true").body()).isEqualTo("attempt 2\n");
    assertThat(server.get("/batches/" + ended + "/items/item%200/logs?attempt=3").http())
        .isEqualTo(404);

    Answer none = server.get("/batches/" + ended + "/items/item%201/logs");
    assertThat(none.http()).isEqualTo(404);
    assertThat(none.message()).contains("without a log");
    Answer notStarted = server.get("/batches/" + paused + "/items/item%200/logs");
    assertThat(notStarted.http()).isEqualTo(404);
    assertThat(notStarted.message()).contains("QUEUED");
  }

  @Test
  void aWholeLogIsReadFromItsFile() {
    var whole = raw("/items/item%202/logs");
    assertThat(whole.body()).isEqualTo("all\nof\nit\n");
    assertThat(whole.headers().firstValue("Serai-Log-Truncated")).contains("false");
    assertThat(raw("/items/item%202/logs?tail=2").body()).isEqualTo("of\nit\n");
  }

  private static java.net.http.HttpResponse<String> raw(String below) {
    return server.sendRaw(HttpRequest.newBuilder(server.uri("/batches/" + ended + below)));
  }

  @Test
  void controlSaysWhatItHasDoneAndRefusesWhatTheStateDoesNotPermit() {
    assertThat(post("/batches/" + paused + "/pause").data().path("state").asText())
        .isEqualTo("PAUSED");
    assertConflict(post("/batches/" + ended + "/cancel"), "FAILED");
    assertConflict(post("/batches/" + ended + "/pause"), "FAILED");
    assertConflict(post("/batches/" + ended + "/resume"), "FAILED");
    assertConflict(server.delete("/batches/" + paused), "PAUSED");
    Answer notFailed = post("/batches/removable/retry?owner=team");
    assertConflict(notFailed, "CANCELLED");
    assertThat(notFailed.message()).contains("stay cancelled: submit them");

    Answer cancelled = post("/batches/to-cancel/cancel?owner=team");
    assertThat(cancelled.http()).as(cancelled.message()).isEqualTo(200);
    assertThat(cancelled.data().path("state").asText()).startsWith("CANCELL");
    assertThat(cancelled.data().path("reason").asText()).isEqualTo("Cancelled");
    assertThat(cancelled.data().path("counts").path("cancelled").asInt()).isEqualTo(2);
    assertThat(post("/batches/to-cancel/cancel?owner=team").http()).as("again").isEqualTo(200);

    Answer retried = post("/batches/to-retry/retry?owner=team");
    assertThat(retried.http()).as(retried.message()).isEqualTo(200);
    assertThat(retried.data().path("retried").asInt()).isEqualTo(2);
    assertThat(retried.data().path("state").asText()).isEqualTo("RUNNING");
    assertThat(retried.data().path("progress").path("rate_per_second").isNumber()).isTrue();
    assertThat(post("/batches/to-retry/pause?owner=team").http()).isEqualTo(200);
    assertThat(post("/batches/to-retry/resume?owner=team").data().path("state").asText())
        .isEqualTo("RUNNING");

    Answer deleted = server.delete("/batches/removable?owner=team");
    assertThat(deleted.http()).as(deleted.message()).isEqualTo(200);
    assertThat(deleted.data().asBoolean()).isTrue();
    assertThat(server.get("/batches/removable?owner=team").http()).isEqualTo(404);
  }

  private static void assertConflict(Answer answer, String state) {
    assertThat(answer.http()).as(answer.message()).isEqualTo(409);
    assertThat(answer.message()).contains(" is " + state + " and can't be");
  }

  @Test
  void resultsHaveThreeFormatsAndKeepEveryValueAsItIs() {
    assertThat(raw("/results?format=csv").body())
        .startsWith(
            "id,state,exit_code,reason,message,attempts,started_at,finished_at,duration_seconds,"
                + "node\r\nitem 0,FAILED,3,Error,\"=1+1, \"\"quoted\"\"\nand more\",2,")
        .endsWith(",node-1\r\n");
    var ndjson =
        server.sendRaw(
            HttpRequest.newBuilder(server.uri("/batches/" + ended + "/results?logs=true"))
                .header("Accept", "text/html, application/x-ndjson;q=0.9"));
    assertThat(ndjson.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<JsonNode> rows = ndjson.body().lines().map(RunningServer::parse).toList();
    assertThat(rows).hasSize(5);
    assertThat(rows.get(0).path("log").asText()).isEqualTo("one\ntwo\nattempt 2\n");
    assertThat(rows.get(1).path("log").isNull()).isTrue();
    assertThat(rows.get(0).path("message").asText()).isEqualTo("=1+1, \"quoted\"\nand more");
    assertThat(rows.get(2).path("duration_seconds").asDouble()).isEqualTo(1.5);

    JsonNode array = RunningServer.parse(raw("/results?state=succeeded").body());
    assertThat(array).hasSize(3);
    assertThat(array.get(0).has("log")).isFalse();
    assertThat(RunningServer.parse(raw("/results?state=running").body())).isEmpty();
  }

  @Test
  void metricsCountTheItemsOfOpenBatchesAndSecretsAreInNothing() {
    String metrics =
        server.sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics"))).body();
    assertThat(metrics)
        .contains("serai_batch_items{state=\"queued\"}")
        .contains("serai_batches_open ")
        .contains("serai_batch_oldest_queued_seconds ");
    assertThat(metrics + raw("/results?logs=true").body() + raw("/items").body())
        .doesNotContain(SeededBatches.SECRET);
  }

  @Test
  void theOpenApiDocumentDescribesThem() {
    JsonNode paths =
        RunningServer.parse(
                server.sendRaw(HttpRequest.newBuilder(server.uri("/openapi.json"))).body())
            .path("paths");
    assertThat(paths.path("/batches/{id}/items/{item}/logs").path("get").isMissingNode()).isFalse();
    assertThat(paths.path("/batches/{id}/retry").path("post").isMissingNode()).isFalse();
    assertThat(paths.path("/batches/{id}").path("delete").isMissingNode()).isFalse();
  }
}
