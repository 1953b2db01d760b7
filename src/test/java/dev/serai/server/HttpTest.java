package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.server.RunningServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP features beside creation: waiting, pages, filters, logs, limits, metrics. */
class HttpTest {

  private static final int MAX_WAITING = 3;
  private static final int MAX_LOGS = 2;

  /** Shorter than the longest poll, so that a test fails if it waits for that. */
  private static final Duration BEFORE_THE_TIMEOUT = Duration.ofSeconds(50);

  @TempDir static Path folder;

  private static RunningServer server;
  private static String running;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            folder,
            Map.of(
                "max-waiting",
                String.valueOf(MAX_WAITING),
                "max-log-streams",
                String.valueOf(MAX_LOGS),
                "qps",
                "0"));
    running = server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"long\"}").id();
    assertThat(server.await(running, "Running").status()).isEqualTo("Running");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aLongPollComesBackWhenTheStateIsReachedAndNotAtItsTimeout() {
    String id = hello("");

    assertThat(longPoll(id, "Terminated"))
        .succeedsWithin(BEFORE_THE_TIMEOUT)
        .returns("Terminated", Answer::status);
    // a state that it is in already, or can't reach any more
    for (String state : List.of("Terminated", "Running")) {
      assertThat(longPoll(id, state))
          .succeedsWithin(BEFORE_THE_TIMEOUT)
          .returns("Terminated", Answer::status);
    }
  }

  @Test
  void aLongPollEndsAtItsTimeoutWithTheStateAsItIs() {
    long start = System.nanoTime();
    Answer answer = server.get("/env-instance/" + running + "?wait=Terminated&timeout=300ms");

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(answer.http()).isEqualTo(200);
    assertThat(answer.status()).isEqualTo("Running");
  }

  @Test
  void moreLongPollsThanTheLimitAreRefusedAndTheirEndMakesRoom() {
    String waitedFor = create("{\"envName\":\"demo@1.0.0\"}");
    List<CompletableFuture<Answer>> waiting =
        IntStream.range(0, 2 * MAX_WAITING)
            .mapToObj(i -> longPoll(waitedFor, "Terminated"))
            .toList();
    // waiting requests wait until it is deleted
    Awaitility.await("all others are rejected")
        .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == MAX_WAITING);
    server.delete("/env-instance/" + waitedFor);
    List<Answer> answers = waiting.stream().map(CompletableFuture::join).toList();
    // waiting requests are answered with the end, or that the pod was not found
    List<Answer> refused = answers.stream().filter(answer -> answer.http() == 429).toList();

    assertThat(refused).hasSize(MAX_WAITING);
    for (Answer answer : refused) {
      assertTooMany(answer, "serai.max-waiting");
    }
    assertThat(server.get("/env-instance/" + running + "?wait=Terminated&timeout=1ms").http())
        .isEqualTo(200);
  }

  @Test
  void pagesVisitEachInstanceOnce() {
    List<String> made =
        IntStream.range(0, 7)
            .mapToObj(i -> server.post("{\"envName\":\"dual@1.0.0\"}").id())
            .toList();
    made.forEach(id -> server.await(id, "Running"));

    List<String> seen = new ArrayList<>();
    String next = "";
    int pages = 0;
    do {
      Answer page =
          server.get(
              "/env-instance/dual@1.0.0/list?limit=3"
                  + (next.isEmpty() ? "" : "&continue=" + next));
      assertThat(page.data().size()).isBetween(1, 3);
      page.data().forEach(row -> seen.add(row.path("id").asText()));
      next = page.raw().headers().firstValue("Serai-Continue").orElse("");
      pages++;
    } while (!next.isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void aListIsAnArrayForTheCliAndItemsForTheSdk() {
    assertThat(server.get("/env-instance/demo/list").data().isArray()).isTrue();
    assertThat(server.get("/env-instance/*/list").data().isArray()).isTrue();
    assertThat(server.get("/env-instance/list").body().at("/data/items").isArray()).isTrue();
    Answer sdk =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance/*/list"))
                .header("env-instance-trace-id", "t"));
    assertThat(sdk.body().at("/data/items").isArray()).isTrue();
    assertThat(ids(server.get("/env-instance/demo@1.0.0/list"))).contains(running);
    assertThat(ids(server.get("/env-instance/hello/list"))).doesNotContain(running);
    assertThat(ids(server.get("/env-instance/demo@9/list"))).isEmpty();
  }

  @Test
  void theStatusFilterLetsThroughWhatIsInIt() {
    String failed = create("{\"envName\":\"fail@1.0.0\"}");
    server.await(failed, "Failed");

    assertThat(ids(server.get("/env-instance/*/list?status=Failed")))
        .contains(failed)
        .doesNotContain(running);
    assertThat(ids(server.get("/env-instance/*/list?status=Running")))
        .contains(running)
        .doesNotContain(failed);
  }

  @Test
  void aFloodIsRefusedInPartAndTheRestSucceeds(@TempDir Path other) {
    try (RunningServer limited = RunningServer.start(other, Map.of("qps", "2"))) {
      List<Answer> answers = new ArrayList<>();
      // only a very slow machine sends just two in a second
      Awaitility.await("some are rejected")
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                IntStream.range(0, 20)
                    .mapToObj(i -> async(() -> limited.get("/env-instance/list")))
                    .toList()
                    .forEach(answer -> answers.add(answer.join()));
                return answers.stream().anyMatch(answer -> answer.http() == 429);
              });

      assertThat(answers.stream().map(Answer::http)).containsOnly(200, 429);
      answers.stream()
          .filter(answer -> answer.http() == 429)
          .forEach(refused -> assertTooMany(refused, "serai.qps"));
      Awaitility.await("the next second has room")
          .until(() -> limited.get("/env-instance/list").http() == 200);
    }
  }

  @Test
  void answersDoNotCarryTheRequestBack() {
    for (String path :
        List.of("/env-instance/" + running, "/env-instance/*/list", "/env-instance/x")) {
      HttpResponse<String> answer =
          server.sendRaw(
              HttpRequest.newBuilder(server.uri(path + "?secret=in-the-query"))
                  .header("Authorization", "Bearer in-the-header")
                  .header("X-Anything", "in-the-header"));
      assertThat(answer.headers().map().toString())
          .doesNotContain("in-the-query", "in-the-header", "Camel", "SeraiInstance", "uid");
      assertThat(answer.headers().map().keySet())
          .isSubsetOf(
              "content-type",
              "content-length",
              "transfer-encoding",
              "Content-Type",
              "Content-Length",
              "Transfer-Encoding");
    }
  }

  @Test
  void theDescriptionOfTheInterfaceHasEveryPathWithExamples() {
    JsonNode api = server.get("/openapi.json").body();

    assertThat(api.path("openapi").asText()).startsWith("3.");
    assertThat(api.at("/paths").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "/batches",
            "/batches/{id}",
            "/batches/{id}/cancel",
            "/batches/{id}/events",
            "/batches/{id}/items",
            "/batches/{id}/items/{item}",
            "/batches/{id}/items/{item}/logs",
            "/batches/{id}/pause",
            "/batches/{id}/results",
            "/batches/{id}/resume",
            "/batches/{id}/retry",
            "/env-instance",
            "/env-instance/list",
            "/env-instance/{env}/list",
            "/env-instance/{id}",
            "/env-instance/{id}/logs");
    assertThat(api.at("/paths/~1env-instance/post").toString()).contains("hello@1.0.0");
    assertThat(api.at("/paths/~1env-instance~1{id}").has("delete")).isTrue();
    assertThat(api.at("/paths/~1env-instance/post/responses").fieldNames())
        .toIterable()
        .contains("200", "400", "404", "409", "413", "429", "503");
    assertThat(api.at("/paths/~1env-instance/post/responses/200").toString()).contains("Pending");
    assertThat(api.at("/paths/~1env-instance/post/responses/400").toString())
        .contains("is not a duration");
  }

  @Test
  void logsAreReadFromTheirTailAndAreEmptyBeforeTheStart() {
    String waiting =
        create(
            """
            {"envName":"hello@1.0.0",
             "environment_variables":{"SERAI_SIMULATE":"{\\"unschedulable\\":true}"}}
            """);
    assertThat(log(waiting, ""))
        .satisfies(log -> assertThat(log.statusCode()).as(log.body()).isEqualTo(200))
        .satisfies(log -> assertThat(log.body()).as("before its start").isEmpty());
    server.delete("/env-instance/" + waiting);
    String id = hello("\"one\",\"two\",\"three\"");
    server.await(id, "Terminated");
    HttpResponse<String> whole = log(id, "");

    assertThat(whole.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(whole.body().lines().toList()).startsWith("hello", "one two three");
    List<String> lines = whole.body().lines().toList();
    assertThat(log(id, "?tail=2").body().lines().toList())
        .isEqualTo(lines.subList(lines.size() - 2, lines.size()));
    assertThat(log(id, "?tail=-1").statusCode()).isEqualTo(400);
    assertThat(log(id, "?follow=perhaps").body()).contains("follow");
    assertThat(log(id, "?container=no-such").body()).contains("container");
  }

  @Test
  void aFollowedLogComesAsItIsWrittenAndEndsWithItsInstance() {
    String id = hello("\"follow\"");
    HttpResponse<String> followed = log(id, "?follow=true");

    assertThat(followed.body()).contains("hello", "follow");
    assertThat(server.await(id, "Terminated").status()).isEqualTo("Terminated");
    assertThat(followed.body()).isEqualTo(log(id, "").body());
  }

  @Test
  void moreFollowersThanTheLimitAreRefusedAndOneThatLeavesMakesRoom() throws Exception {
    List<InputStream> followers = new ArrayList<>();
    HttpClient http = HttpClient.newHttpClient();
    try {
      for (int i = 0; i < MAX_LOGS; i++) {
        HttpResponse<InputStream> follower =
            http.send(follow(running), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(follower.statusCode()).isEqualTo(200);
        followers.add(follower.body());
        assertThat(firstLine(follower.body())).isEqualTo("demo runs");
      }
      assertTooMany(
          server.send(HttpRequest.newBuilder(server.uri("/env-instance/" + running + "/logs"))),
          "serai.max-log-streams");
    } finally {
      for (InputStream follower : followers) {
        follower.close();
      }
    }
    Awaitility.await().until(() -> log(running, "").statusCode() == 200);
  }

  @Test
  void aFollowerThatLeavesIsNotLoggedAsAFault() throws Exception {
    try (LogCapture log = LogCapture.attach()) {
      HttpResponse<InputStream> follower =
          HttpClient.newHttpClient()
              .send(follow(running), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(firstLine(follower.body())).isEqualTo("demo runs");
      follower.body().close();

      server.awaitIdle("rest-logs");
      assertThat(server.metric("serai_streams_open")).isZero();
      assertThat(log.problemsOfHttp()).isEmpty();
    }
  }

  @Test
  void aHeaderOrAQueryIsNotTakenForAPartOfThePath() {
    String other = create("{\"envName\":\"demo@1.0.0\",\"owner\":\"other\"}");
    assertThat(server.await(other, "Running").status()).isEqualTo("Running");

    assertThat(server.get("/env-instance/" + running + "?id=" + other).id()).isEqualTo(running);
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.uri("/env-instance/" + running))
                        .header("id", other))
                .id())
        .isEqualTo(running);
    assertThat(
            ids(
                server.send(
                    HttpRequest.newBuilder(server.uri("/env-instance/demo/list?env=hello"))
                        .headers("env", "production", "limit", "1", "status", "Failed"))))
        .contains(running, other);
    server.delete("/env-instance/" + other + "?id=" + running);
    assertThat(server.get("/env-instance/" + running).status()).isEqualTo("Running");
    assertThat(server.await(other, "Terminated").status()).isNotEqualTo("Running");
  }

  @Test
  void anUnknownMethodIsNoSeriesOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      server.send(
          HttpRequest.newBuilder(server.uri("/env-instance"))
              .method("MADEUP" + i, HttpRequest.BodyPublishers.noBody()));
    }

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(server.metrics()).contains("method=\"other\"").doesNotContain("MADEUP"));
  }

  @Test
  void metricsHaveTheNamesOfAEnvironmentAndOfCamel() {
    String id = server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"metrics\"}").id();
    server.await(id, "Running");
    server.get("/env-instance/no-such-one");
    server.delete("/env-instance/" + id);
    server.post("{\"envName\":\"nope@1.0.0\"}");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(server.metrics())
                    .contains(
                        "aenv_api_requests_total{endpoint=\"/env-instance\",method=\"POST\",status=\"200\"",
                        "endpoint=\"/env-instance/:id\",method=\"GET\",status=\"404\"",
                        "aenv_api_request_duration_ms_bucket{",
                        "aenv_api_instance_operations_total{env_name=\"demo\",operation=\"create\",status=\"success\"",
                        "aenv_api_instance_operations_total{env_name=\"demo\",operation=\"get\",status=\"success\"",
                        "operation=\"get\",status=\"failure\"",
                        "operation=\"delete\",status=\"success\"",
                        "operation=\"create\",status=\"failure\"",
                        "aenv_api_active_instances{",
                        "aenv_api_instance_uptime_seconds{",
                        "owner=\"long\"",
                        "auto_cleanup_success_total",
                        "auto_cleanup_failure_total",
                        "camel_")
                    .doesNotContain(id));
  }

  @Test
  void healthSaysWhatIsReadyAndRoutesAreListed() {
    JsonNode health = management("/health");
    assertThat(health.path("status").asText()).isEqualTo("UP");
    assertThat(health.toString()).contains("cluster", "cache", "broker", "routes");
    assertThat(management("/health/live").path("status").asText()).isEqualTo("UP");
    assertThat(management("/health/ready").path("status").asText()).isEqualTo("UP");
    assertThat(management("/no-such-page").path("code").asInt()).isEqualTo(404);
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.managementUri("/admin/dead"))
                        .PUT(HttpRequest.BodyPublishers.noBody()))
                .body()
                .path("code")
                .asInt())
        .isEqualTo(404);
    assertThat(management("/admin/routes").path("data").toString())
        .contains("rest.camel.yaml", "kubernetes.camel.yaml");
  }

  /** An environment that ends earlier than the shipped one, which takes two seconds. */
  private static String hello(String arguments) {
    return create(
        """
        {"envName":"hello@1.0.0","arguments":[%s],
         "environment_variables":{"SERAI_SIMULATE":"{\\"runFor\\":\\"300ms\\",\\"logEvery\\":\\"50ms\\"}"}}
        """
            .formatted(arguments));
  }

  private static CompletableFuture<Answer> longPoll(String id, String state) {
    return async(() -> server.get("/env-instance/" + id + "?wait=" + state + "&timeout=60s"));
  }

  private static CompletableFuture<Answer> async(Supplier<Answer> request) {
    return CompletableFuture.supplyAsync(request, task -> new Thread(task, "client").start());
  }

  private static String create(String body) {
    Answer answer = server.post(body);
    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    return answer.id();
  }

  private static JsonNode management(String path) {
    return server.send(HttpRequest.newBuilder(server.managementUri(path))).body();
  }

  private static HttpRequest follow(String id) {
    return HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs?follow=true")).build();
  }

  private static HttpResponse<String> log(String id, String query) {
    return server.sendRaw(
        HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs" + query)));
  }

  private static String firstLine(InputStream log) throws IOException {
    return new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8)).readLine();
  }

  private static void assertTooMany(Answer answer, String setting) {
    assertThat(answer.http()).isEqualTo(429);
    assertThat(answer.body().path("code").asInt()).isEqualTo(429);
    assertThat(answer.message()).contains(setting);
    assertThat(answer.raw().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  private static List<String> ids(Answer list) {
    List<String> ids = new ArrayList<>();
    list.data().forEach(row -> ids.add(row.path("id").asText()));
    return ids;
  }
}
