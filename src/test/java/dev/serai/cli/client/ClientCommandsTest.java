package dev.serai.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.cli.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest {

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
  void createSendsWhatTheOptionsSay() {
    server.ok(instance("Pending"));
    CommandRun run =
        run(
            "create",
            "hello@1.0.0",
            "one",
            "-e",
            "A=1=2",
            "--env",
            "B=",
            "--ttl",
            "30m",
            "--owner",
            "a@b.com",
            "--label",
            "team=x",
            "--datasource",
            "d",
            "--",
            "--two");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            ID        ENVIRONMENT   STATUS    IP
            hello-1   hello@1.0.0   Pending   -
            """);
    RecordingServer.Request request = server.requests().get(0);
    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /env-instance");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(request.headers().get("Idempotency-Key")).hasSizeGreaterThan(20);
    assertThat(request.headers()).doesNotContainKey("Authorization");
    assertThat(request.body())
        .isEqualTo(
            "{\"envName\":\"hello@1.0.0\",\"datasource\":\"d\",\"ttl\":\"30m\","
                + "\"owner\":\"a@b.com\",\"environment_variables\":{\"A\":\"1=2\",\"B\":\"\"},"
                + "\"labels\":{\"team\":\"x\"},\"arguments\":[\"one\",\"--two\"]}");
  }

  @Test
  void createRepeatsOnceWithTheSameKeyWhenTheAnswerIsLost() {
    server.hangUp().ok(instance("Pending"));
    CommandRun run = run("create", "hello@1.0.0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1).headers().get("Idempotency-Key"))
        .isEqualTo(server.requests().get(0).headers().get("Idempotency-Key"));
    assertThat(server.requests().get(1).body()).isEqualTo(server.requests().get(0).body());
  }

  @Test
  void createGivesUpAfterTheSecondLostAnswer() {
    server.hangUp().hangUp();
    CommandRun run = run("create", "hello@1.0.0");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("was lost before the answer came");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void createSaysWhereItHasToRun() {
    server.ok(instance("Pending"));
    CommandRun run = run("create", "hello@1.0.0", "--cluster", "east", "--region", "here");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo(
            "{\"envName\":\"hello@1.0.0\",\"placement\":{\"cluster\":\"east\",\"region\":\"here\"}}");
  }

  @Test
  void listAndGetSayWhereInstancesAreWhenThereAreSeveralClusters() {
    String there =
        "{\"id\":\"a-1\",\"status\":\"Running\",\"cluster\":\"east\",\"cluster_reachable\":false}";
    String here =
        "{\"id\":\"b-1\",\"status\":\"Running\",\"cluster\":\"west\",\"cluster_reachable\":true}";
    server.ok("[" + there + "," + here + "]");
    CommandRun list = run("list");
    assertThat(list.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "ID ENVIRONMENT STATUS CLUSTER IP OWNER AGE REASON",
            "a-1 - Running east (unreachable) - - - -",
            "b-1 - Running west - - - -");

    server.ok(there);
    assertThat(run("get", "a-1").out().replaceAll(" +", " "))
        .contains("cluster east (unreachable)")
        .contains("Its events can't be read: its cluster can't be reached.");

    server.ok("[{\"id\":\"a-1\",\"cluster\":\"default\",\"cluster_reachable\":true}]");
    assertThat(run("list").out()).doesNotContain("CLUSTER", "default");
  }

  @Test
  void createSendsARequestFromStandardInputAsItIs() {
    server.ok(instance("Pending"));
    String body = "{ \"envName\": \"x@1\", \"more\": 1.50 }";
    CommandRun run =
        CommandRun.of(
            Map.of("SERAI_SERVER", server.url()),
            body,
            Clock.systemUTC(),
            "create",
            "--file",
            "-",
            "--idempotency-key",
            "mine");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests().get(0).body()).isEqualTo(body);
    assertThat(server.requests().get(0).headers()).containsEntry("Idempotency-Key", "mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "create x@1 --file -",
        "create --file /no/such/file",
        "create x@1 --wait=Pending",
        "create x@1 --wait --timeout 5",
        "create x@1 --ttl",
        "get",
        "get a b",
        "list --limit many",
        "logs a --tail x",
        "delete",
        "dead drop",
        "dead drop a --all",
        "get a --output yaml",
        "get a --server localhost:8080",
        "nothing",
        "serve --prot 1"
      })
  void aWrongCommandLineExitsWith2AndSendsNothing(String line) {
    CommandRun run = run(line.split(" ", -1));

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: ").doesNotContain("\tat ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void waitTakesTheEnvironmentAfterItForTheEnvironment() {
    server.ok(instance("Pending")).ok(instance("Creating")).ok(instance("Running"));
    CommandRun run = run(Clock.systemUTC(), "create", "--wait", "hello@1.0.0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).containsSubsequence("Pending", "Creating", "Running");
    assertThat(run.out()).contains("Running");
    assertThat(server.requests().get(1).uri())
        .startsWith("/env-instance/hello-1?")
        .contains("wait=Running")
        .contains("timeout=30000ms");
  }

  @Test
  void waitGoesOnWhileTheServerRestarts() {
    server.ok(instance("Pending")).refuse(503, "overloaded").hangUp().ok(instance("Terminated"));
    CommandRun run = run(Clock.systemUTC(), "create", "hello@1.0.0", "--wait=Terminated");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void waitExitsWith4AndTheReasonWhenTheInstanceFails() {
    server.ok(instance("Pending")).ok(instance("Failed"));
    CommandRun run = run(Clock.systemUTC(), "create", "hello@1.0.0", "--wait");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("hello-1 failed: Error: exit code 3");
  }

  @Test
  void waitSaysThatAnInstanceEndedFirst() {
    server.ok(instance("Pending")).ok(instance("Terminated"));
    CommandRun run = run(Clock.systemUTC(), "create", "hello@1.0.0", "--wait");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("hello-1 has ended before it was seen Running");
  }

  @Test
  void waitEndsAtItsTimeout() {
    server.ok(instance("Pending"));
    for (int i = 0; i < 5; i++) {
      server.ok(instance("Pending"));
    }
    CommandRun run = run(Clock.systemUTC(), "create", "x@1", "--wait", "--timeout", "1s");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("hello-1 is still Pending after 1s");
  }

  @Test
  void getShowsTheInstanceAndItsEvents() {
    server.ok(
        """
        {"id":"hello-1","status":"Failed","status_reason":"Error","status_message":"exit code 3",
         "exit_code":3,"created_at":"2026-11-01T11:58:55Z","env":{"name":"hello","version":"1.0.0"},
         "ip":"10.0.0.1","ttl":"1h","owner":"a@b.com","labels":{"a":"b"},"events":[
         {"time":"2026-11-01T09:55:00Z","type":"Warning","reason":"BackOff","message":"a\\u001b[2Jb",
          "count":3}]}""");
    CommandRun run = run("get", "hello-1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.requests().get(0).uri()).isEqualTo("/env-instance/hello-1?events=true");
    assertThat(run.out())
        .contains("hello@1.0.0", "Error: exit code 3", "10.0.0.1", "a=b", "1m5s")
        .contains("2h5m   Warning   BackOff   3       a?[2Jb");
  }

  @Test
  void outputJsonIsTheServersDataAsItIs() {
    String data = "{\"id\":\"x\",\"b\":1.50,\"a\":[null,true,\"ü\"]}";
    server.ok(data);

    assertThat(run("get", "x", "-o", "json").out()).isEqualTo(data + System.lineSeparator());
  }

  @Test
  void listShowsOnePageAndHowToGoOn() {
    server.ok("[" + instance("Running") + "]", "Serai-Continue", "to ken");
    CommandRun run = run("list", "hello@1.0.0", "--status", "Running", "--limit", "1");

    assertThat(server.requests().get(0).uri())
        .isEqualTo("/env-instance/hello@1.0.0/list?status=Running&limit=1");
    assertThat(run.out()).contains("hello-1   hello@1.0.0   Running");
    assertThat(run.err()).contains("--continue to ken");
  }

  @Test
  void listAllFollowsThePages() {
    server.ok("[{\"id\":\"a\"}]", "Serai-Continue", "t/1").ok("[{\"id\":\"b\"}]");
    CommandRun run = run("list", "--all", "--output", "json");

    assertThat(run.out().strip()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"}]");
    assertThat(server.requests())
        .extracting(RecordingServer.Request::uri)
        .containsExactly(
            "/env-instance/*/list?limit=500", "/env-instance/*/list?limit=500&continue=t%2F1");
  }

  @Test
  void deleteGoesOnAfterARefusalAndTellsItInTheExitCode() {
    server.ok("\"Deleted successfully\"").refuse(404, "instance \\\"b\\\" not found").ok("\"x\"");
    CommandRun run = run("delete", "a", "b/..", "c");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("a deleted", "c deleted").doesNotContain("b/.. deleted");
    assertThat(run.err()).contains("b/..: instance \"b\" not found");
    assertThat(server.requests().get(1).uri()).isEqualTo("/env-instance/b%2F..");
  }

  @Test
  void logsAreCopiedByteForByte() {
    byte[] bytes = {'a', (byte) 0xff, 0, '\n', (byte) 0xc3};
    server.reply(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    CommandRun run = run("logs", "x", "-f", "--tail", "5", "-c", "second");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    assertThat(server.requests().get(0).uri())
        .isEqualTo("/env-instance/x/logs?tail=5&follow=true&container=second");
  }

  @Test
  void aLogThatBreaksOffIsAnError() {
    server.reply(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          exchange.close();
        });
    CommandRun run = run("logs", "x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("broke off");
  }

  @Test
  void logsOfNothingExitWith3() {
    server.refuse(404, "instance \\\"x\\\" not found");

    assertThat(run("logs", "x").exitCode()).isEqualTo(3);
  }

  @Test
  void deadRequestsAreListedReplayedAndDropped() {
    server
        .ok(
            "[{\"id\":\"m1\",\"failedAt\":\"2026-11-01T11:59:00Z\",\"attempts\":2,"
                + "\"cause\":\"ttl is wrong\"}]")
        .ok("1")
        .ok("7");
    String management = server.url();

    CommandRun list = run("dead", "list", "--limit", "5", "--management", management);
    CommandRun replay = run("dead", "replay", "ID:a b", "--management", management);
    CommandRun drop = run("dead", "drop", "--all", "--management", management);

    assertThat(list.out()).contains("m1", "1m0s", "2", "ttl is wrong");
    assertThat(replay.out()).contains("ID:a b replayed");
    assertThat(drop.out()).contains("all dropped");
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.uri())
        .containsExactly(
            "GET /admin/dead?limit=5",
            "POST /admin/dead/ID%3Aa%20b/replay",
            "DELETE /admin/dead/*");
  }

  @ParameterizedTest
  @CsvSource({"400, 1", "404, 3", "409, 1", "429, 1", "500, 1", "503, 1"})
  void anErrorIsTheEnvelopesMessageAndAnExitCode(int status, int exitCode) {
    server.refuse(status, "because");
    CommandRun run = run("get", "x");

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err().strip()).isEqualTo("serai: because");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "", "[]", "{\"a\":1}", "null"})
  void anotherProgramsAnswerIsToldAsSuch(String body) {
    server.reply(200, body);
    CommandRun run = run("get", "x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is it another program?");
  }

  @Test
  void anUnreachableServerExitsWith5AndAHint() {
    int free = FreePorts.next();
    CommandRun run = CommandRun.of(Map.of(), "get", "x", "--server", "http://127.0.0.1:" + free);

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err().strip())
        .isEqualTo(
            "serai: can't reach http://127.0.0.1:%d; is ./serai serve running?".formatted(free));
  }

  @Test
  void theTokenIsSentAndNeverShown() {
    server.refuse(401, "no");
    CommandRun run =
        CommandRun.of(Map.of("SERAI_SERVER", server.url(), "SERAI_TOKEN", "hidden"), "get", "x");
    CommandRun broken =
        CommandRun.of(Map.of("SERAI_SERVER", server.url(), "SERAI_TOKEN", "hid\nden"), "get", "x");

    assertThat(server.requests().get(0).headers()).containsEntry("Authorization", "Bearer hidden");
    assertThat(run.out() + run.err()).doesNotContain("hidden");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.out() + broken.err()).doesNotContain("hid");
  }

  private CommandRun run(String... args) {
    return CommandRun.of(Map.of("SERAI_SERVER", server.url()), args);
  }

  private CommandRun run(Clock clock, String... args) {
    return CommandRun.of(Map.of("SERAI_SERVER", server.url()), "", clock, args);
  }

  private static String instance(String status) {
    String why =
        status.equals("Failed")
            ? "\"status_reason\":\"Error\",\"status_message\":\"exit code 3\","
            : "";
    return "{\"id\":\"hello-1\",\"status\":\"%s\",%s\"env\":{\"name\":\"hello\",\"version\":\"1.0.0\"}}"
        .formatted(status, why);
  }
}
