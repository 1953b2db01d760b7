package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes, edited while a server runs them and requests continue. */
class ShippedRoutesReloadTest {

  /**
   * Longer than the promised two seconds, which another test checks with fewer routes; this one
   * checks for failures, on machines that may be busy.
   */
  @TempDir static Path copy;

  @TempDir static Path data;

  private static EditedRoutes routes;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    routes = EditedRoutes.copyInto(copy);
    server = RunningServer.start(data, Map.of("routes", routes.folder().toString(), "qps", "0"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void restore() {
    routes.restore();
    routes.awaitLoaded(server);
  }

  @Test
  void anotherRetryPolicyTakesEffectWhileRequestsGoOn() throws Exception {
    try (SteadyLoad load = SteadyLoad.on(server)) {
      await().until(() -> load.answered() > 20);
      for (int multiplier = 3; multiplier < 6; multiplier++) {
        String changed = "backOffMultiplier: " + multiplier;
        routes.edit(
            "errors.camel.yaml", text -> text.replaceAll("backOffMultiplier: \\d", changed));
        routes.awaitLoaded(server);
      }
      load.stopAndCheck(40);
    }
  }

  @Test
  void everyFileIsExchangedWhileRequestsGoOn() throws Exception {
    try (SteadyLoad load = SteadyLoad.on(server)) {
      await().until(() -> load.answered() > 20);
      for (Path file : EditedRoutes.files(EditedRoutes.SHIPPED)) {
        routes.edit(file.toString(), text -> text + "\n# edited\n");
        routes.awaitLoaded(server);
      }
      load.stopAndCheck(40);
    }
  }

  @Test
  void aNewFileIsServedAndADeletedOneIsNot() {
    routes.write("hello.camel.yaml", HELLO);
    routes.awaitLoaded(server);
    HttpRequest.Builder hello = HttpRequest.newBuilder(server.uri("/hello"));
    assertThat(server.sendRaw(hello).body()).isEqualTo("hello");
    routes.delete("hello.camel.yaml");
    routes.awaitLoaded(server);
    assertThat(server.sendRaw(hello).statusCode()).isEqualTo(404);
  }

  @Test
  void aBrokenFileIsShownEverywhereWhileWhatRanGoesOn() throws Exception {
    routes.edit("instance.camel.yaml", text -> text.replace("method: plan }", "methd: plan }"));
    await().until(() -> EditedRoutes.status(server).path("state").asText().equals("DEGRADED"));
    JsonNode broken = EditedRoutes.status(server).path("files").findParents("problem").get(0);
    assertThat(broken.path("path").asText()).isEqualTo("instance.camel.yaml");
    assertThat(broken.path("problem").path("message").asText()).contains("methd");
    assertThat(broken.path("problem").path("line").asInt()).isEqualTo(15);
    HttpResponse<String> health =
        server.sendRaw(HttpRequest.newBuilder(server.managementUri("/health")));
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("instance.camel.yaml:15");
    assertThat(server.post("{\"envName\":\"demo@1.0.0\"}").http()).isEqualTo(200);
    routes.restore();
    routes.awaitLoaded(server);
  }

  @Test
  void aLogThatIsFollowedOutlivesTheReloadOfItsRoute() throws Exception {
    String id = server.post("{\"envName\":\"demo@1.0.0\"}").id();
    server.await(id, "Running");
    HttpRequest follow =
        HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs?follow=true")).build();
    var answer = HttpClient.newHttpClient().send(follow, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader log =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(log.readLine()).isEqualTo("demo runs");
      routes.edit("rest.camel.yaml", text -> text + "\n# edited\n");
      routes.awaitLoaded(server);
      assertThat(server.delete("/env-instance/" + id).http()).isEqualTo(200);
      // to its regular end: a connection that breaks would throw
      assertThat(log.lines()).allMatch(line -> !line.isEmpty());
    }
  }

  private static final String HELLO =
      """
      - route:
          id: hello
          description: Says hello
          from:
            uri: platform-http:/hello
            steps:
              - setBody: { id: hello-text, constant: hello }
      """;
}
