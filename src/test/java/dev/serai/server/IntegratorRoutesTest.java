package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.server.RunningServer.Answer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integrator's own REST operations, in a file beside the shipped ones. */
class IntegratorRoutesTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int QPS = 40;

  @TempDir static Path copy;
  @TempDir static Path data;

  private static EditedRoutes routes;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    routes = EditedRoutes.copyInto(copy);
    server =
        RunningServer.start(data.resolve("data"), Map.of("routes", routes.folder().toString()));
    routes.write("own.camel.yaml", OWN);
    routes.awaitLoaded(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void restore() {
    routes.restore();
    routes.write("own.camel.yaml", OWN);
    routes.awaitLoaded(server);
  }

  @Test
  void aBodyOfAnyDeclaredTypeIsTaken() {
    HttpResponse<String> xml = send("/own/text", "application/xml; charset=ISO-8859-1", "<a/>");
    assertThat(xml.statusCode()).isEqualTo(200);
    assertThat(xml.body()).isEqualTo("got <a/>");
    HttpResponse<String> form = send("/own/text", "application/x-www-form-urlencoded", "a=1&b=2");
    assertThat(form.body()).contains("a=1", "b=2");
  }

  @Test
  void aMultipartBodyArrivesWithItsFieldsAndFilesAndLeavesNoFile() {
    String body =
        """
        --cut\r
        Content-Disposition: form-data; name="note"\r
        \r
        hello\r
        --cut\r
        Content-Disposition: form-data; name="data"; filename="a.txt"\r
        Content-Type: text/plain\r
        \r
        content\r
        --cut--\r
        """;
    HttpResponse<String> answer = send("/own/upload", "multipart/form-data; boundary=cut", body);

    assertThat(answer.body()).isEqualTo("note hello, files 1");
    await()
        .atMost(LIMIT)
        .until(() -> !data.resolve("uploads").toFile().exists() || uploads().isEmpty());
  }

  private static List<String> uploads() {
    String[] names = data.resolve("uploads").toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  @Test
  void aBodyOfAnotherTypeThanTheDeclaredOnesIsRefused() {
    HttpResponse<String> answer = send("/own/upload", "application/json", "{}");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(RunningServer.parse(answer.body()).path("message").asText())
        .contains("application/json", "send multipart/form-data");
  }

  @Test
  void onlyTheDeclaredParametersAreSeparatedFromHeaders() {
    HttpResponse<String> answer =
        server.sendRaw(
            HttpRequest.newBuilder(server.uri("/own/seven/seen?owner=blue"))
                .headers("id", "eight", "owner", "red", "state", "fine", "limit", "5"));

    assertThat(answer.body()).isEqualTo("id seven, owner blue, state fine, limit 5");
  }

  @Test
  void noHeaderOfSeraisCanBeForgedAndNoneOfTheRequestComesBack() {
    for (String path : List.of("/own/seven/forged", "/plain/seven")) {
      HttpResponse<String> answer =
          server.sendRaw(
              HttpRequest.newBuilder(server.uri(path + "?SeraiEnv=q&CamelKubernetesPodName=q"))
                  .headers("SeraiCluster", "c", "serai-request", "r", "CamelKubernetesPodUid", "u")
                  .headers("X-Mine", "in-the-request"));

      assertThat(answer.body()).isEqualTo("forged: , , , ");
      assertThat(answer.headers().map().toString())
          .doesNotContain("in-the-request", "SeraiInternal", "inside");
      assertThat(answer.headers().firstValue("X-Own")).contains("from the route");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }
  }

  @Test
  void aRouteRefusesWithACodeOfItsOwnByHttp() {
    Answer rejected = server.get("/own/seven/reject");
    assertThat(rejected.http()).isEqualTo(403);
    assertThat(rejected.body().path("code").asInt()).isEqualTo(403);
    assertThat(rejected.message()).isEqualTo("guests, and others, may not");
    assertThat(rejected.raw().headers().firstValue("Content-Type")).contains("application/json");

    Answer thrown = server.get("/own/seven/throw");
    assertThat(thrown.http()).isEqualTo(400);
    assertThat(thrown.message()).isEqualTo("not on Sundays");
  }

  @Test
  void aRequestThatARouteRejectsIsRefusedByHttpAndADeadLetterFromAQueue() throws Exception {
    routes.write("guests.camel.yaml", GUESTS);
    routes.awaitLoaded(server);
    String guest = "{\"envName\":\"demo@1.0.0\",\"owner\":\"guest\"}";

    Answer answer = server.post(guest);
    assertThat(answer.http()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo("guest may not run instances");

    try (JMSContext context = server.server().connections().createContext()) {
      context.createProducer().send(context.createQueue("serai.requests"), guest);
      try (var consumer = context.createConsumer(context.createQueue("serai.requests.dead"))) {
        Message dead = consumer.receive(20_000);
        assertThat(dead).as("a dead letter").isNotNull();
        assertThat(dead.getBody(String.class)).isEqualTo(guest);
        assertThat(dead.getIntProperty("SeraiCode")).isEqualTo(403);
        assertThat(dead.getStringProperty("SeraiCause")).isEqualTo("guest may not run instances");
      }
    }
  }

  @Test
  void aFailureThatNoConfigurationHandlesIsAnsweredInTheEnvelope() {
    Answer answer = server.get("/plain/fail");

    assertThat(answer.http()).isEqualTo(500);
    assertThat(answer.message()).startsWith("internal error").doesNotContain("a secret");
    assertThat(server.get("/plain/refuse").http()).isEqualTo(400);
  }

  @Test
  void theLimitOfRequestsCountsForARouteThatNamesTheConfiguration() {
    // another server, because the limit applies to all requests of a second
    try (RunningServer limited =
        RunningServer.start(
            data.resolve("limited"),
            Map.of("routes", routes.folder().toString(), "qps", String.valueOf(QPS)))) {
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpRequest request = HttpRequest.newBuilder(limited.uri("/own/seven/seen")).build();
      List<HttpResponse<String>> answers =
          IntStream.range(0, 5 * QPS)
              .mapToObj(i -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(answers.stream().map(HttpResponse::statusCode))
          .containsOnly(200, 429)
          .contains(429);
      HttpResponse<String> refused =
          answers.stream().filter(answer -> answer.statusCode() == 429).findFirst().orElseThrow();
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }
  }

  @Test
  void theMetricsNameTheTemplateOfThePath() {
    server.sendRaw(HttpRequest.newBuilder(server.uri("/own/eight/seen")));
    server.sendRaw(HttpRequest.newBuilder(server.uri("/plain/eight")));

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics")))
                            .body())
                    .contains(
                        "aenv_api_requests_total{endpoint=\"/own/:id/seen\",method=\"GET\"",
                        "aenv_api_requests_total{endpoint=\"/plain/:name\",method=\"GET\"")
                    .doesNotContain("/own/eight", "/plain/eight"));
  }

  @Test
  void theDescriptionOfTheInterfaceFollowsEveryReload() {
    assertThat(paths()).contains("/env-instance", "/batches", "/own/upload");
    for (String file : List.of("errors", "rest", "batches")) {
      routes.edit(file + ".camel.yaml", text -> text + "\n# edited\n");
      routes.awaitLoaded(server);
      assertThat(paths())
          .as("after a reload of " + file)
          .contains("/env-instance", "/batches", "/own/upload");
    }
    routes.edit("own.camel.yaml", text -> text.replace("/upload", "/files"));
    routes.awaitLoaded(server);
    assertThat(paths()).contains("/own/files").doesNotContain("/own/upload");
    // the new declarations apply from the same moment
    assertThat(send("/own/files", "application/json", "{}").statusCode()).isEqualTo(415);
  }

  private static List<String> paths() {
    Answer document = server.get("/openapi.json");
    assertThat(document.http()).isEqualTo(200);
    List<String> paths = new java.util.ArrayList<>();
    document.body().path("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  private static HttpResponse<String> send(String path, String type, String body) {
    return server.sendRaw(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private static final String OWN =
      """
      - rest:
          id: own-rest
          path: /own
          post:
            - { id: own-text, routeId: http-own-text, path: /text, to: direct:own-text }
            - id: own-upload
              routeId: http-own-upload
              path: /upload
              consumes: multipart/form-data
              to: direct:own-upload
          get:
            - id: own-seen
              routeId: http-own-seen
              path: /{id}/seen
              param:
                - { name: id, type: path, required: true }
                - { name: owner, type: query, required: false }
              to: direct:own-seen
            - id: own-forged
              routeId: http-own-forged
              path: /{id}/forged
              produces: text/plain
              to: direct:own-forged
            - { id: own-reject, routeId: http-own-reject, path: "/{id}/reject", to: direct:own-reject }
            - { id: own-throw, routeId: http-own-throw, path: "/{id}/throw", to: direct:own-throw }

      - route:
          id: own-text
          description: Sends a text back
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-text
            steps:
              - setBody: { id: own-text-back, simple: "got ${body}" }

      - route:
          id: own-upload
          description: Counts files
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-upload
            steps:
              - setBody: { id: own-upload-count, simple: "note ${header.note}, files ${header.CamelAttachmentsSize}" }

      - route:
          id: own-seen
          description: Tells what it sees
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-seen
            steps:
              - setBody:
                  id: own-seen-tell
                  simple: "id ${header.id}, owner ${header.owner}, state ${header.state}, limit ${header.limit}"

      - route:
          id: own-forged
          description: Tells which of Serai's headers it sees
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-forged
            steps:
              - to: { id: own-forged-tell, uri: direct:tell-forged }

      - route:
          id: tell-forged
          description: Tells which of Serai's headers it sees, and sets some
          errorHandler: { noErrorHandler: {} }
          from:
            uri: direct:tell-forged
            steps:
              - setBody:
                  id: tell-forged-seen
                  simple: "forged: ${header.SeraiCluster}, ${header.serai-request}, ${header.SeraiEnv}, ${header.CamelKubernetesPodName}${header.CamelKubernetesPodUid}"
              - setHeader: { id: tell-forged-inside, name: SeraiInternal, constant: inside }
              - setHeader: { id: tell-forged-own, name: X-Own, constant: from the route }

      - route:
          id: own-reject
          description: Refuses with a code
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-reject
            steps:
              - bean: { id: own-reject-now, ref: requests, method: "reject(403, 'guests, and others, may not')" }

      - route:
          id: own-throw
          description: Throws a refusal
          routeConfigurationId: rest-errors
          from:
            uri: direct:own-throw
            steps:
              - throwException:
                  id: own-throw-now
                  exceptionType: dev.serai.instance.RequestRejectedException
                  message: not on Sundays

      - route:
          id: plain
          description: A route that names no configuration
          from:
            uri: platform-http:/plain/{name}
            parameters: { produces: text/plain }
            steps:
              - choice:
                  id: plain-which
                  when:
                    - simple: "${header.name} == 'fail'"
                      steps:
                        - throwException:
                            id: plain-fail
                            exceptionType: java.lang.IllegalStateException
                            message: a secret
                    - simple: "${header.name} == 'refuse'"
                      steps:
                        - throwException:
                            id: plain-refuse
                            exceptionType: dev.serai.instance.RequestRejectedException
                            message: not here
              - to: { id: plain-tell, uri: direct:tell-forged }
      """;

  private static final String GUESTS =
      """
      - route:
          id: guests
          description: Lets no guest in
          errorHandler: { noErrorHandler: {} }
          from:
            uri: direct:before-plan
            steps:
              - choice:
                  id: guests-any
                  when:
                    - simple: "${body.owner} == 'guest'"
                      steps:
                        - bean: { id: guests-rejected, ref: requests, method: "reject(403, '${body.owner} may not run instances')" }
      """;
}
