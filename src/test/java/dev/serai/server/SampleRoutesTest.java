package dev.serai.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of samples/routes/, copied into the routes of a running server. */
class SampleRoutesTest {

  private static final Path SAMPLES = Path.of("samples", "routes");
  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";

  @TempDir static Path copy;
  @TempDir static Path data;

  private static EditedRoutes routes;
  private static RunningServer server;

  /** A post that the webhook's receiver received. */
  private record Post(String id, String type, JsonNode event) {}

  private static final List<Post> POSTS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger ANSWER = new AtomicInteger(200);
  private static HttpServer receiver;

  @BeforeAll
  static void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/hook", SampleRoutesTest::receive);
    receiver.start();
    routes = EditedRoutes.copyInto(copy);
    Path file =
        Files.writeString(
            data.resolve("test.properties"),
            """
            webhook.url=http://127.0.0.1:%d/hook
            webhook.tries=2
            webhook.delay=10
            nightly.cron=* * * * * ?
            canary.from=demo@1.0.0
            canary.to=hello@1.0.0
            """
                .formatted(receiver.getAddress().getPort()));
    server = RunningServer.start(data, Map.of("routes", routes.folder().toString()), file);
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.stop(0);
  }

  private static void receive(HttpExchange exchange) throws IOException {
    POSTS.add(
        new Post(
            exchange.getRequestHeaders().getFirst("Event-Id"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            RunningServer.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8))));
    exchange.sendResponseHeaders(ANSWER.get(), -1);
    exchange.close();
  }

  @AfterEach
  void restore() {
    routes.restore();
    routes.awaitLoaded(server);
  }

  @Test
  void aSecondQueueIsServedAsTheFirstIs() throws Exception {
    use("second-queue.camel.yaml");
    try (JMSContext context = server.server().connections().createContext()) {
      assertThat(ask(context, "serai.requests.urgent", DEMO)).contains("\"success\":true");
      assertThat(ask(context, "serai.requests.urgent", "{")).contains("\"code\":400");
      String first = ask(context, "serai.requests.urgent", DEMO, "again");
      assertThat(id(ask(context, "serai.requests.urgent", DEMO, "again")))
          .as("a repeat by the property idempotencyKey")
          .isEqualTo(id(first));
    }
  }

  private static String id(String answer) {
    return RunningServer.parse(answer).at("/data/id").asText();
  }

  @Test
  void aRequestWithoutAnOwnerGetsTheTeamOfItsHeader() {
    use("default-owner.camel.yaml");
    RunningServer.Answer ours = server.post(DEMO, "X-Team", "blue, \"red\" ${body}");
    assertThat(ours.http()).as(ours.body().toString()).isEqualTo(200);
    assertThat(ours.data().path("owner").asText()).isEqualTo("blue, \"red\" ${body}");
    RunningServer.Answer theirs =
        server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"a@b.com\"}", "X-Team", "blue");
    assertThat(theirs.data().path("owner").asText()).isEqualTo("a@b.com");
    assertThat(server.post(DEMO).data().path("owner").asText()).isEmpty();
  }

  @Test
  void aFormBecomesAnInstance() {
    use("form-endpoint.camel.yaml");
    RunningServer.Answer created = form("envName=demo%401.0.0&ttl=10m&owner=a%40b.com&ignored=1");
    assertThat(created.http()).as(created.body().toString()).isEqualTo(201);
    assertThat(created.data().path("owner").asText()).isEqualTo("a@b.com");
    String location = created.raw().headers().firstValue("Location").orElse("");
    assertThat(location).isEqualTo("/env-instance/" + created.id());
    assertThat(server.get(location).id()).isEqualTo(created.id());
    assertThat(form("envName=nope%401.0.0").http()).isEqualTo(404);
    assertThat(form("ttl=10m").message()).startsWith("envName");
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.uri("/form"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(DEMO)))
                .http())
        .isEqualTo(415);
    assertThat(server.get("/openapi.json").body().path("paths").has("/form")).isTrue();
  }

  private static RunningServer.Answer form(String fields) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/form"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(fields)));
  }

  @Test
  void aPatientQueueWaitsUntilTheClusterIsBack() throws Exception {
    use("patient-retries.camel.yaml");
    routes.edit(
        "engines/kubernetes.camel.yaml",
        text ->
            text.replaceFirst(
                "uri: direct:instance-create\n      steps:\n",
                """
                uri: direct:instance-create
                      steps:
                        - throwException:
                            id: outage
                            exceptionType: java.util.concurrent.RejectedExecutionException
                            message: no cluster today
                """));
    routes.awaitLoaded(server);
    try (JMSContext context = server.server().connections().createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      JMSConsumer answers = context.createConsumer(replies);
      JMSProducer producer = context.createProducer().setJMSReplyTo(replies);
      double tries = server.runs("instance-create");
      producer.send(context.createQueue("serai.requests.nightly"), DEMO);
      await("it is tried, and again a second later")
          .until(() -> server.runs("instance-create") >= tries + 2);
      assertThat(answers.receiveNoWait()).as("no answer while there is no cluster").isNull();
      routes.write(
          "engines/kubernetes.camel.yaml",
          EditedRoutes.read(EditedRoutes.SHIPPED.resolve("engines/kubernetes.camel.yaml")));
      assertThat(text(answers.receive(60_000))).contains("\"success\":true");
      assertThat(ask(context, "serai.requests.nightly", "{")).contains("\"code\":400");
    }
  }

  @Test
  void guestsGetNoMoreThanTheirQuota() throws Exception {
    use("guest-quota.camel.yaml");
    String large = "{\"envName\":\"demo@1.0.0\",\"resources\":{\"cpu\":\"1500m\"}}";
    RunningServer.Answer refused = server.post(large);
    assertThat(refused.http()).isEqualTo(403);
    assertThat(refused.body().path("code").asInt()).isEqualTo(403);
    assertThat(refused.body().path("success").asBoolean(true)).isFalse();
    assertThat(refused.message()).startsWith("guests get at most 1 core");
    assertThat(server.post(large.replace("cpu", "memory").replace("1500m", "3Gi")).http())
        .isEqualTo(403);
    // a name of blanks is none
    assertThat(server.post(large.replace("{\"env", "{\"owner\":\" \",\"env")).http())
        .isEqualTo(403);

    RunningServer.Answer small = server.post(large.replace("1500m", "1"));
    assertThat(small.http()).as(small.message()).isEqualTo(200);
    assertThat(small.data().path("ttl").asText()).isEqualTo("30m");
    RunningServer.Answer known = server.post(large.replace("{\"env", "{\"owner\":\"a\",\"env"));
    assertThat(known.http()).as(known.message()).isEqualTo(200);

    try (JMSContext context = server.server().connections().createContext()) {
      assertThat(ask(context, "serai.requests", large)).contains("\"code\":403");
      Message dead = receive(context, "serai.requests.dead", "SeraiCode = 403");
      assertThat(dead.getIntProperty("SeraiCode")).isEqualTo(403);
      assertThat(dead.getStringProperty("SeraiCause")).isEqualTo(refused.message());
      assertThat(dead.getBody(String.class)).isEqualTo(large);
    }
  }

  @Test
  void theWebhookGetsTheFailedInstancesUntilItTakesThem() throws Exception {
    use("failure-webhook.camel.yaml");
    try (JMSContext context = server.server().connections().createContext()) {
      ANSWER.set(200);
      String well = server.post("{\"envName\":\"hello@1.0.0\"}").id();
      String failed = server.post("{\"envName\":\"fail@1.0.0\"}").id();
      await().until(() -> !posts(failed).isEmpty());
      Post post = posts(failed).get(0);
      assertThat(post.type()).isEqualTo("application/cloudevents+json");
      assertThat(post.id()).isEqualTo(post.event().path("id").asText());
      assertThat(post.event().at("/data/exit_code").asInt()).isEqualTo(3);

      // after 429 and 503 the HTTP client itself retries
      ANSWER.set(500);
      String lost = server.post("{\"envName\":\"fail@1.0.0\"}").id();
      assertThat(receive(context, "webhook.dead").getBody(String.class)).contains(lost);
      assertThat(posts(lost)).as("one try and two more").hasSize(3);
      assertThat(server.await(well, "Terminated").http()).isEqualTo(200);
      assertThat(POSTS)
          .allSatisfy(
              any ->
                  assertThat(any.event().path("type").asText())
                      .isEqualTo("dev.serai.instance.failed"));
    }
  }

  private static List<Post> posts(String instance) {
    return POSTS.stream()
        .filter(post -> post.event().path("subject").asText().equals(instance))
        .toList();
  }

  @Test
  void theBatchOfANightIsMadeOnceHoweverOftenItIsFired() {
    LocalDate before = LocalDate.now(ZoneId.systemDefault());
    use("nightly-batch.camel.yaml");
    // in this test every second is the time of the batch
    await().until(() -> exchanges("queue-batches") >= 3);

    RunningServer.Answer batches = server.get("/batches?owner=ci");
    assertThat(batches.data().path("items").size())
        .as("one for each date that was seen: %s", batches.body())
        .isEqualTo(LocalDate.now(ZoneId.systemDefault()).equals(before) ? 1 : 2);
  }

  /** How many exchanges a route has finished. */
  private static double exchanges(String route) {
    String page = server.sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics"))).body();
    return page.lines()
        .filter(line -> line.startsWith("camel_exchanges_succeeded_total"))
        .filter(line -> line.contains("routeId=\"" + route + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void theRowsOfATableBecomeTheItemsOfABatch() throws Exception {
    use("csv-batch.camel.yaml");
    routes.write(
        "by-queue.camel.yaml",
        """
        - route:
            id: by-queue
            description: The sample's own route, without HTTP in front
            from:
              uri: jms:queue:csv
              steps:
                - setHeader: { id: by-queue-env, name: environment, constant: hello@1.0.0 }
                - setHeader: { id: by-queue-owner, name: owner, constant: csv }
                - to: { id: by-queue-run, uri: direct:csv-batch }
        """);
    routes.awaitLoaded(server);
    try (JMSContext context = server.server().connections().createContext()) {
      String table = "id,LR,NOTE\na,0.1,\"one, two\"\n\nb,0.01,\n";
      JsonNode accepted = RunningServer.parse(ask(context, "csv", table)).path("data");
      assertThat(accepted.path("total").asInt()).as(accepted.toString()).isEqualTo(2);
      String items = "/batches/" + accepted.path("id").asText() + "/items";
      assertThat(server.get(items + "?owner=csv").data().path("items").findValuesAsText("id"))
          .containsExactly("a", "b");
      assertThat(ask(context, "csv", "id,1X\na,1\n"))
          .contains("\"code\":400", "environment_variables");
    }
    HttpResponse<String> good = table("id,LR\na,0.1\n");
    assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
    assertThat(good.headers().map()).doesNotContainKeys("operation", "contenttype", "environment");
    try (LogCapture log = LogCapture.attach()) {
      for (String wrong : List.of("id,LR\na,\"0.1\n", "id,,\na,b,c\n", "")) {
        HttpResponse<String> refused = table(wrong);
        assertThat(refused.statusCode()).as(wrong + refused.body()).isEqualTo(400);
      }
      assertThat(log.problems()).isEmpty();
    }
  }

  private static HttpResponse<String> table(String text) {
    return server.sendRaw(
        HttpRequest.newBuilder(server.uri("/csv-batches/hello@1.0.0"))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(text)));
  }

  @Test
  void aCanaryIsChosenByItsKeyAndStaysWhatItWas() {
    use("canary.camel.yaml");
    // the sample's own percentage, 10
    String canary = key(number -> number < 10);
    String other = key(number -> number >= 10);
    RunningServer.Answer first = server.post(DEMO, "Idempotency-Key", canary);
    assertThat(first.data().path("labels").toString() + first.body()).contains("hello@1.0.0");
    assertThat(server.post(DEMO, "Idempotency-Key", canary).id()).isEqualTo(first.id());
    assertThat(server.post(DEMO, "Idempotency-Key", other).body().toString())
        .contains("demo@1.0.0");
    String elsewhere =
        server
            .post("{\"envName\":\"fail@1.0.0\"}", "Idempotency-Key", canary + "f")
            .body()
            .toString();
    assertThat(elsewhere).contains("fail@1.0.0");
  }

  private static String key(IntPredicate chosen) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "canary-" + i)
        .filter(key -> chosen.test(Math.floorMod(key.hashCode(), 100)))
        .findFirst()
        .orElseThrow();
  }

  private static Message receive(JMSContext context, String queue) {
    return receive(context, queue, null);
  }

  private static Message receive(JMSContext context, String queue, String selector) {
    try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue), selector)) {
      Message message = consumer.receive(60_000);
      assertThat(message).as("a message on %s", queue).isNotNull();
      return message;
    }
  }

  private static void use(String sample) {
    routes.write(sample, EditedRoutes.read(SAMPLES.resolve(sample)));
    routes.awaitLoaded(server);
  }

  private static String ask(JMSContext context, String queue, String body) throws JMSException {
    return ask(context, queue, body, UUID.randomUUID().toString());
  }

  private static String ask(JMSContext context, String queue, String body, String key)
      throws JMSException {
    TemporaryQueue replies = context.createTemporaryQueue();
    try (JMSConsumer answers = context.createConsumer(replies)) {
      context
          .createProducer()
          .setJMSReplyTo(replies)
          .setProperty("idempotencyKey", key)
          .send(context.createQueue(queue), body);
      return text(answers.receive(60_000));
    }
  }

  private static String text(Message answer) throws JMSException {
    return answer == null ? "no answer" : answer.getBody(String.class);
  }
}
