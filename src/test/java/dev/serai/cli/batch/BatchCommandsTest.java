package dev.serai.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandRun;
import dev.serai.cli.client.RecordingServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCommandsTest {

  private static final String ID = "b-1k87l4c4heudcepl";
  private static final String BATCH =
      """
      {"id":"b-1k87l4c4heudcepl","name":"nightly","owner":"ci","state":"FAILED",\
      "reason":"FailFast","message":"item x failed","priority":5,"parallelism":20,"total":10,\
      "counts":{"queued":0,"starting":0,"running":1,"succeeded":7,"failed":1,"cancelled":1,\
      "timed_out":0},"created_at":"2026-11-01T11:58:55Z","finished_at":"2026-11-01T11:59:55Z"}""";

  @TempDir private Path folder;

  private RecordingServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listShowsAllPages() {
    server
        .ok("{\"items\":[" + BATCH + "],\"next\":\"b/1\"}")
        .ok("{\"items\":[" + BATCH.replace("nightly", "") + "]}");
    CommandRun run = run("batch", "list", "--owner", "ci", "--state", "failed");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            ID                   NAME      OWNER   STATE    DONE   RUNNING   FAILED   AGE    REASON
            b-1k87l4c4heudcepl   nightly   ci      FAILED   9/10   1         1        1m5s   FailFast
            b-1k87l4c4heudcepl   -         ci      FAILED   9/10   1         1        1m5s   FailFast
            """);
    assertThat(uris().map(uri -> uri.replaceAll("(?=[&?]).*?(?=after|$)", "")).toList())
        .containsExactly("/batches", "/batchesafter=b%2F1");
    assertThat(server.requests().get(0).uri())
        .contains("state=FAILED")
        .contains("owner=ci")
        .contains("limit=1000");
  }

  @Test
  void listStopsAtTheLimit() {
    server.ok("{\"items\":[" + BATCH + "," + BATCH + "],\"next\":\"n\"}");
    CommandRun run = run("batch", "list", "--limit", "2", "-o", "json");

    assertThat(run.out()).isEqualTo("[" + BATCH + ",\n" + BATCH + "]\n");
    assertThat(uris().toList()).containsExactly("/batches?limit=2");
  }

  @Test
  void aListThatBreaksOffDoesNotLookWhole() {
    server.ok("{\"items\":[" + BATCH + "],\"next\":\"n\"}").refuse(500, "broken");
    CommandRun run = run("batch", "list", "-o", "json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("[" + BATCH);
  }

  @Test
  void getShowsABatchByItsName() {
    server.ok(BATCH);
    CommandRun run = run("batch", "get", "nightly run", "--owner", "c&i");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(uris().toList()).containsExactly("/batches/nightly%20run?owner=c%26i");
    assertThat(run.out())
        .contains("reason        FailFast: item x failed")
        .contains("  succeeded   7")
        .contains("  timed out   0")
        .contains("age           1m5s");
  }

  @Test
  void itemsOfABatchByNameAreThoseOfItsId() {
    server
        .ok(BATCH)
        .ok(
            """
            {"items":[{"id":"x","position":0,"state":"FAILED","attempt":2,"reason":"Error",
             "message":"exit code 3","exit_code":3,"started_at":"2026-11-01T11:58:55Z",
             "finished_at":"2026-11-01T11:59:00Z"},
             {"id":"y","position":1,"state":"QUEUED","attempt":0,"reason":"","message":"",
             "exit_code":null,"started_at":null,"finished_at":null}]}""");
    CommandRun run = run("batch", "items", "nightly", "--owner", "ci");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            ITEM   STATE    ATTEMPTS   EXIT   TIME   REASON
            x      FAILED   2          3      5s     Error: exit code 3
            y      QUEUED   0          -      -      -
            """);
    assertThat(uris().toList())
        .containsExactly("/batches/nightly?owner=ci", "/batches/" + ID + "/items?limit=1000");
  }

  @Test
  void anItemIsShownWithItsAttempts() {
    server.ok(
        """
        {"id":"x","state":"RUNNING","attempt":2,"reason":"","message":"","exit_code":null,
         "attempts":[{"number":1,"pod":"p-1","node":"n-1","claimed_at":"2026-11-01T11:58:55Z",
         "started_at":"2026-11-01T11:58:56Z","ended_at":"2026-11-01T11:59:06Z",
         "outcome":"INFRASTRUCTURE","reason":"Evicted","message":"disk","exit_code":null},
         {"number":2,"pod":"p-2","node":null,"claimed_at":"2026-11-01T11:59:55Z",
         "started_at":null,"ended_at":null,"outcome":null,"reason":"","message":""}]}""");
    CommandRun run = run("batch", "items", ID, "x");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            """
            ATTEMPT   OUTCOME          EXIT   AGE    TIME   POD   NODE   REASON
            1         INFRASTRUCTURE   -      1m5s   10s    p-1   n-1    Evicted: disk
            2         -                -      5s     -      p-2   -      -
            """);
    assertThat(uris().toList()).containsExactly("/batches/" + ID + "/items/x");
  }

  @Test
  void logsAreCopiedByteForByte() {
    server.reply(200, "zwölf\n\u0000", "Content-Type", "text/plain");
    CommandRun run = run("batch", "logs", ID, "a b", "-f", "--tail", "5", "--attempt", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("zwölf\n\u0000");
    assertThat(uris().toList())
        .containsExactly("/batches/" + ID + "/items/a%20b/logs?attempt=2&tail=5&follow=true");
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, 'is being cancelled', CANCELLING",
    "cancel, cancelled, CANCELLED",
    "pause, paused, PAUSED",
    "resume, 'resumed', RUNNING",
    "retry, '3 items queued for retry', RUNNING"
  })
  void controlTellsWhatHasBecomeOfIt(String what, String said, String state) {
    server.ok("{\"id\":\"" + ID + "\",\"state\":\"" + state + "\",\"retried\":3}");
    CommandRun run = run("batch", what, ID);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ID + " " + said + "\n");
    assertThat(server.requests().get(0).method()).isEqualTo("POST");
    assertThat(uris().toList()).containsExactly("/batches/" + ID + "/" + what);
  }

  @Test
  void whatIsRefusedForOneBatchDoesNotKeepItFromTheOthers() {
    server.refuse(409, "it is RUNNING").ok("true");
    CommandRun run = run("batch", "delete", ID, "b-bbbbbbbbbbbbbbbb");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("serai: " + ID + ": it is RUNNING\n");
    assertThat(run.out()).isEqualTo("b-bbbbbbbbbbbbbbbb deleted\n");
    assertThat(server.requests().get(1).method()).isEqualTo("DELETE");
  }

  @ParameterizedTest
  @CsvSource({
    "r.csv, csv, text/csv",
    "r.ndjson, ndjson, application/x-ndjson",
    "r, json, application/json"
  })
  void resultsGoIntoAFileOfTheFormatOfItsName(String name, String format, String type)
      throws IOException {
    server.reply(200, "the results");
    Path file = folder.resolve(name);
    CommandRun run = run("batch", "results", ID, "--logs", "--out", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("the results");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    assertThat(uris().toList())
        .containsExactly("/batches/" + ID + "/results?format=" + format + "&logs=true");
    assertThat(server.requests().get(0).headers()).containsEntry("Accept", type);
  }

  @Test
  void resultsThatBreakOffLeaveTheFileAsItWas() throws IOException {
    server.reply(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          OutputStream out = exchange.getResponseBody();
          out.write("half".getBytes(StandardCharsets.UTF_8));
          out.flush();
          exchange.close();
        });
    Path file = Files.writeString(folder.resolve("r.csv"), "before");
    CommandRun run = run("batch", "results", ID, "--out", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("the results broke off");
    assertThat(file).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void resultsThatCannotBeWrittenSayWhere() {
    server.reply(200, "x");
    CommandRun run = run("batch", "results", ID, "--out", folder + "/no/r.csv");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("/no/r.csv can't be written");
  }

  @Test
  void watchFollowsABatchThatHasEndedAlready() {
    server.ok(BATCH).ok("{\"items\":[]}").ok("{\"items\":[]}");
    CommandRun run = run("batch", "watch", "nightly", "--owner", "ci");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .endsWith(
            "(nightly) failed (FailFast: item x failed) after 1m0s: 7 of 10 items succeeded.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get", "items", "watch", "results", "cancel", "pause", "resume", "retry", "delete"
      })
  void anUnknownBatchExitsWith3(String command) {
    server.refuse(404, "there is no batch x of owner");
    CommandRun run = run("batch", command, "x");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("there is no batch x of owner");
  }

  @Test
  void aNameWithoutItsOwnerIsAnsweredWithTheOption() {
    server.refuse(404, "batch x not found; a name needs the batch's owner in ?owner=");
    CommandRun run = run("batch", "get", "x");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).endsWith("a name needs the batch's owner in --owner\n");
  }

  @Test
  void aServerWithoutBatchesIsToldAsSuch() {
    server.refuse(404, "path \\\"/batches/x\\\" not found; GET /openapi.json describes");
    CommandRun run = run("batch", "get", "x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has no batches; it is older than this command");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch",
        "batch nothing",
        "batch get",
        "batch items",
        "batch items a b --state FAILED",
        "batch logs a",
        "batch logs a b --attempt x",
        "batch cancel",
        "batch list --limit few",
        "batch results a --format xml"
      })
  void aWrongCommandLineExitsWith2AndSendsNothing(String line) {
    CommandRun run = run(line.split(" "));

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: ").doesNotContain("\tat ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void completionAndHelpKnowThem() {
    assertThat(run("completion", "bash").out())
        .contains("submit", "--idempotency-key", "results", "resume", "--attempt");
    assertThat(run("submit", "--help").out())
        .contains("2     not accepted", "130   ended by Ctrl-C", "samples/batches/");
  }

  private Stream<String> uris() {
    return server.requests().stream().map(RecordingServer.Request::uri);
  }

  private CommandRun run(String... args) {
    return CommandRun.of(Map.of("SERAI_SERVER", server.url()), args);
  }
}
