package dev.serai.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.cli.CommandRun;
import dev.serai.cli.Terminal;
import dev.serai.cli.client.RecordingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitCommandTest {

  private static final String ID = "b-aaaaaaaaaaaaaaaa";

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

  @ParameterizedTest
  @CsvSource({
    "a.json, application/json",
    "a.YAML, application/yaml",
    "a.yml, application/yaml",
    "a.ndjson, application/x-ndjson",
    "a.jsonl, application/x-ndjson"
  })
  void sendsTheFileAsItIsWithTheTypeOfItsName(String name, String type) throws IOException {
    server.ok(batch("RUNNING", 0, 0));
    CommandRun run = submit(file(name, " whatever it says\n"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            ID                   NAME      STATE     ITEMS
            b-aaaaaaaaaaaaaaaa   nightly   RUNNING   10
            """);
    assertThat(run.err()).isEqualTo("Follow it: ./serai batch watch " + ID + "\n");
    RecordingServer.Request request = server.requests().get(0);
    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /batches");
    assertThat(request.body()).isEqualTo(" whatever it says\n");
    assertThat(request.headers()).containsEntry("Content-Type", type);
    assertThat(request.headers().get("Idempotency-Key")).hasSizeGreaterThan(20);
  }

  @Test
  void sendsStandardInputUnderTheKeyThatIsGiven() {
    server.ok(batch("RUNNING", 0, 0));
    CommandRun run =
        CommandRun.of(
            Map.of("SERAI_SERVER", server.url()),
            "{}\n{}\n",
            Clock.systemUTC(),
            "submit",
            "-",
            "--format",
            "ndjson",
            "--idempotency-key",
            "mine",
            "--output",
            "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(batch("RUNNING", 0, 0) + "\n");
    assertThat(run.err()).isEmpty();
    RecordingServer.Request request = server.requests().get(0);
    assertThat(request.body()).isEqualTo("{}\n{}\n");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/x-ndjson")
        .containsEntry("Idempotency-Key", "mine");
  }

  @Test
  void sendsItAgainUnderTheSameKeyWhenTheAnswerIsLost() throws IOException {
    server.hangUp().ok(batch("RUNNING", 0, 0).replaceFirst("\\{", "{\"repeated\":true,"));
    CommandRun run = submit(file("a.json", "{}"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("The same batch as before.\n");
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1)).isEqualTo(server.requests().get(0));
  }

  @Test
  void tellsEveryFaultOfARefusedDocumentOnALineWithItsPath() throws IOException {
    server.reply(
        400,
        """
        {"success":false,"code":400,"message":"3 faults; the first: x","data":{"faults":[
         {"path":"items[3].timeout","message":"is not a duration"},
         {"path":"","message":"there is no item"}],"more":1}}""");
    CommandRun run = submit(file("a.json", "{}"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            serai: not accepted: 3 faults
              items[3].timeout: is not a duration
              there is no item
              and 1 more
            """);
  }

  @Test
  void theOnlyFaultIsToldOnce() throws IOException {
    server.reply(
        400,
        """
        {"success":false,"code":400,"message":"count is not a number","data":{"faults":[
         {"path":"count","message":"is not a number"}],"more":0}}""");
    CommandRun run = submit(file("a.json", "{}"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("serai: not accepted: count is not a number\n");
  }

  @Test
  void programsReadTheFaultsOnStandardOutput() throws IOException {
    server.reply(
        400,
        "{\"success\":false,\"code\":400,\"message\":\"m\",\"data\":{\"faults\":[],\"more\":0}}");
    CommandRun run = submit(file("a.json", "{}"), "-o", "json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEqualTo("{\"faults\":[],\"more\":0}\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 409, 413, 429, 500, 503})
  void whateverIsNotAcceptedExitsWith2(int status) throws IOException {
    server.refuse(status, "no, because");
    CommandRun run = submit(file("a.json", "{}"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("serai: not accepted: no, because\n");
  }

  @Test
  void aServerWithoutBatchesIsToldAsSuch() throws IOException {
    server.refuse(404, "path \\\"/batches\\\" not found; GET /openapi.json describes");
    CommandRun run = submit(file("a.json", "{}"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("has no batches; it is older than this command");
  }

  @Test
  void anUnreachableServerExitsWith5() throws IOException {
    int port = FreePorts.next();
    CommandRun run =
        CommandRun.of(
            Map.of(), "submit", file("a.json", "{}"), "--server", "http://127.0.0.1:" + port);

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("is ./serai serve running?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit",
        "submit -",
        "submit /no/such/file.json",
        "submit /tmp",
        "submit README.md",
        "submit pom.xml --format xml",
        "submit a.json --watch --outptu json"
      })
  void aWrongCommandLineExitsWith2AndSendsNothing(String line) {
    CommandRun run = CommandRun.of(Map.of("SERAI_SERVER", server.url()), line.split(" "));

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: ").doesNotContain("\tat ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void watchFollowsTheEventsToTheEndAndClosesWithATable() throws IOException {
    server
        .ok(batch("RUNNING", 0, 0))
        .events(progress(batch("RUNNING", 4, 0)) + ": beat\n\n" + end(batch("FAILED", 8, 2)))
        .ok(
            """
            {"items":[{"id":"one","state":"FAILED","attempt":2,"reason":"Error",
             "message":"exit code 3"}]}""")
        .ok(
            """
            {"items":[{"id":"two","state":"TIMED_OUT","attempt":1,"reason":"DeadlineExceeded",
             "message":""}]}""");
    CommandRun run = watch(Terminal.NONE, Map.of());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            """
            STATE       ITEMS
            succeeded   8
            failed      2
            total       10

            ITEM   STATE       ATTEMPTS   REASON
            one    FAILED      2          Error: exit code 3
            two    TIMED_OUT   1          DeadlineExceeded

            Batch b-aaaaaaaaaaaaaaaa (nightly) failed after 2m3s: 8 of 10 items succeeded.
            """);
    assertThat(run.err())
        .startsWith(ID + " (nightly): 10 items\n0%  0/10 done  3 running  0 failed\n")
        .endsWith("100%  10/10 done  0 running  2 failed  failed\n");
    assertThat(server.requests().get(1).uri()).isEqualTo("/batches/" + ID + "/events");
    assertThat(server.requests().get(1).headers()).containsEntry("Accept", "text/event-stream");
    assertThat(server.requests().get(2).uri())
        .isEqualTo("/batches/" + ID + "/items?state=FAILED&limit=10");
    assertThat(server.requests().get(3).uri())
        .isEqualTo("/batches/" + ID + "/items?state=TIMED_OUT&limit=9");
  }

  @Test
  void watchExitsWith0WhenAllHaveSucceeded() throws IOException {
    server
        .ok(batch("RUNNING", 0, 0))
        .events(end(batch("SUCCEEDED", 10, 0)))
        .ok("{\"items\":[]}")
        .ok("{\"items\":[]}");
    CommandRun run = watch(Terminal.NONE, Map.of());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).endsWith("succeeded after 2m3s: 10 of 10 items succeeded.\n");
  }

  @Test
  void watchGoesOnWhenTheStreamIsCutInTheMiddleOfAnEventAndRepeated() throws IOException {
    String half = progress(batch("RUNNING", 5, 0));
    server
        .ok(batch("RUNNING", 0, 0))
        .events(progress(batch("RUNNING", 4, 0)) + half.substring(0, half.length() / 2))
        .events(progress(batch("RUNNING", 4, 0)) + progress(batch("RUNNING", 4, 0)))
        .events(end(batch("SUCCEEDED", 10, 0)));
    CommandRun run = watch(Terminal.NONE, Map.of(), "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(batch("SUCCEEDED", 10, 0) + "\n");
    assertThat(run.err()).doesNotContain("away");
  }

  @Test
  void watchSaysThatTheServerIsAwayAndComesBackToIt() throws IOException {
    server
        .ok(batch("RUNNING", 0, 0))
        .events(progress(batch("RUNNING", 4, 0)))
        .hangUp()
        .refuse(503, "starting")
        .events(end(batch("SUCCEEDED", 10, 0)));
    CommandRun run = watch(Terminal.NONE, Map.of(), "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .containsOnlyOnce("The server is away (")
        .contains("The server is back.\n");
  }

  @Test
  void watchAsksWhereThereAreNoEvents() throws IOException {
    server
        .ok(batch("RUNNING", 0, 0))
        .refuse(404, "path not found")
        .ok(batch("RUNNING", 4, 0))
        .refuse(503, "starting")
        .ok(batch("SUCCEEDED", 10, 0));
    CommandRun run = watch(Terminal.NONE, Map.of(), "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests().get(2).uri()).isEqualTo("/batches/" + ID);
  }

  @Test
  void watchEndsWhenTheBatchIsGone() throws IOException {
    server.ok(batch("RUNNING", 0, 0)).refuse(404, "no batch").refuse(404, "there is no batch x");
    CommandRun run = watch(Terminal.NONE, Map.of());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).endsWith("serai: there is no batch x\n");
  }

  @Test
  void aTerminalSeesABarInColourUnlessItWantsNone() throws IOException {
    for (boolean colour : new boolean[] {true, false}) {
      server
          .ok(batch("RUNNING", 0, 0))
          .events(progress(batch("RUNNING", 5, 0)) + end(batch("SUCCEEDED", 10, 0)));
      CommandRun run =
          watch(
              () -> OptionalInt.of(100), colour ? Map.of() : Map.of("NO_COLOR", "1"), "-o", "json");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err())
          .contains("\r\u001b[K[>")
          .endsWith("]  100%  10/10 done  0 running  0 failed  succeeded\n");
      assertThat(run.err().contains("\u001b[32m")).isEqualTo(colour);
    }
  }

  @Test
  void aDumbTerminalSeesLines() throws IOException {
    server.ok(batch("RUNNING", 0, 0)).events(end(batch("SUCCEEDED", 10, 0)));
    CommandRun run = watch(() -> OptionalInt.of(100), Map.of("TERM", "dumb"), "-o", "json");

    assertThat(run.err()).doesNotContain("\r", "\u001b");
  }

  private CommandRun submit(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "submit";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandRun.of(Map.of("SERAI_SERVER", server.url()), all);
  }

  private CommandRun watch(Terminal terminal, Map<String, String> variables, String... more)
      throws IOException {
    String[] all = new String[more.length + 5];
    all[0] = "submit";
    all[1] = file("a.json", "{}");
    all[2] = "--watch";
    all[3] = "--server";
    all[4] = server.url();
    System.arraycopy(more, 0, all, 5, more.length);
    return CommandRun.on(terminal, variables, all);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  static String batch(String state, int succeeded, int failed) {
    return ("{\"id\":\"%s\",\"name\":\"nightly\",\"state\":\"%s\",\"total\":10,\"counts\":{"
            + "\"queued\":0,\"running\":%d,\"succeeded\":%d,\"failed\":%d},"
            + "\"created_at\":\"2026-11-01T11:00:00Z\",\"finished_at\":\"2026-11-01T11:02:03Z\"}")
        .formatted(ID, state, state.equals("RUNNING") ? 3 : 0, succeeded, failed);
  }

  static String progress(String batch) {
    return "event: progress\ndata: " + batch + "\n\n";
  }

  static String end(String batch) {
    return "event: end\ndata: " + batch + "\n\n";
  }
}
