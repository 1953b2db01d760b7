package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.batch.BatchStore;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Submissions by HTTP, queue and inbox, on a whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionTest {

  private static final String DEFAULTS = "\"defaults\":{\"envName\":\"hello@1.0.0\"}";
  private static final int MAX_SIZE = 20_000;
  private static final BatchStore.BatchFilter OF_ONCE =
      new BatchStore.BatchFilter(Optional.of("once"), Optional.empty());

  @TempDir static Path folder;

  private RunningServer server;
  private Path spool;
  private Path inbox;
  private EditedRoutes routes;

  @BeforeAll
  void start() throws IOException {
    spool = Files.createDirectories(folder.resolve("data/spool"));
    Files.writeString(spool.resolve("left-by-a-kill.document"), "{}");
    inbox = folder.resolve("inbox");
    routes = EditedRoutes.copyInto(folder.resolve("routes"));
    server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "inbox",
                inbox.toString(),
                "routes",
                routes.folder().toString(),
                "max-batch-size",
                String.valueOf(MAX_SIZE),
                "batch-limit",
                "1"));
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatAKilledProcessLeftInTheSpoolIsDeleted() {
    assertThat(spool.resolve("left-by-a-kill.document")).doesNotExist();
  }

  @Test
  void theSameBatchInAnyFormatIsTheSameBatch() {
    RunningServer.Answer json = submit("application/json", batch("formats", "\"count\":2"));
    RunningServer.Answer yaml =
        submit(
            "application/yaml; charset=utf-8",
            "name: formats\ncount: 2\ndefaults: {envName: hello@1.0.0}\n");
    RunningServer.Answer lines =
        submit(
            "application/x-ndjson",
            "{\"name\":\"formats\","
                + DEFAULTS
                + "}\n{\"environment_variables\":{\"SERAI_ITEM_INDEX\":\"0\"}}\n"
                + "{\"environment_variables\":{\"SERAI_ITEM_INDEX\":\"1\"}}\n");

    assertThat(json.http()).as(json.message()).isEqualTo(200);
    assertThat(json.data().get("repeated").booleanValue()).isFalse();
    assertThat(json.data().get("total").intValue()).isEqualTo(2);
    assertThat(json.data().get("state").textValue()).isEqualTo("RUNNING");
    for (RunningServer.Answer repeat : List.of(yaml, lines)) {
      assertThat(repeat.http()).as(repeat.message()).isEqualTo(200);
      assertThat(repeat.id()).isEqualTo(json.id());
      assertThat(repeat.data().get("repeated").booleanValue()).isTrue();
    }
  }

  @Test
  void anotherDocumentOfTheSameNameOrKeyIsAConflict() {
    submit("application/json", batch("taken", "\"count\":1"));
    assertThat(submit("application/json", batch("taken", "\"count\":2")).http()).isEqualTo(409);

    String nameless = "{" + DEFAULTS + ",\"count\":1}";
    String id = submit("application/json", nameless, "Idempotency-Key", "k-1").id();
    assertThat(submit("application/json", nameless, "Idempotency-Key", "k-1").id()).isEqualTo(id);
    assertThat(submit("application/json", nameless, "Idempotency-Key", "k-2").id())
        .isNotEqualTo(id);
    assertThat(
            submit("application/json", nameless.replace("1}", "2}"), "Idempotency-Key", "k-1")
                .http())
        .isEqualTo(409);
    assertThat(submit("application/json", nameless, "Idempotency-Key", "x".repeat(256)).http())
        .isEqualTo(400);
  }

  @Test
  void aBatchWhoseStoringWasNotHeardOfIsStoredOnce() {
    String file = "batches-submit.camel.yaml";
    routes.write(
        file,
        EditedRoutes.read(EditedRoutes.SHIPPED.resolve(file))
            + """
                    - choice:
                        when:
                          - simple: "${exchangeProperty.failedOnce} == null"
                            steps:
                              - setProperty: { name: failedOnce, constant: "true" }
                              - throwException:
                                  exceptionType: dev.serai.batch.DatabaseUnavailableException
                                  message: the answer to the commit is lost
            """);
    routes.awaitLoaded(server);
    try {
      RunningServer.Answer answer =
          submit("application/json", "{" + DEFAULTS + ",\"count\":1,\"owner\":\"once\"}");

      assertThat(answer.http()).as(answer.message()).isEqualTo(200);
      assertThat(server.batches().list(OF_ONCE, Optional.empty(), 10)).hasSize(1);
    } finally {
      routes.restore();
      routes.awaitLoaded(server);
    }
  }

  @Test
  void repeatsAtTheSameTimeAreOneBatch() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<RunningServer.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            threads.submit(() -> submit("application/json", batch("at-once", "\"count\":50"))));
      }
      List<String> ids = new ArrayList<>();
      int firsts = 0;
      for (Future<RunningServer.Answer> answer : answers) {
        assertThat(answer.get().http()).as(answer.get().message()).isEqualTo(200);
        ids.add(answer.get().id());
        firsts += answer.get().data().get("repeated").booleanValue() ? 0 : 1;
      }
      assertThat(ids).containsOnly(ids.get(0));
      assertThat(firsts).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyFaultIsAnsweredWithItsPath() {
    RunningServer.Answer answer =
        submit(
            "application/json",
            "{\"paralelism\":1,\"items\":[{\"envName\":\"hello@1.0.0\",\"timeout\":\"5\"},{}]}");

    assertThat(answer.http()).isEqualTo(400);
    assertThat(answer.message()).startsWith("3 faults; the first: paralelism is unknown");
    assertThat(answer.data().get("faults").findValuesAsText("path"))
        .containsExactly("paralelism", "items[0].timeout", "items[1].envName");
    assertThat(answer.data().get("more").intValue()).isZero();
  }

  @Test
  void whatIsInNoFormatIs415() {
    assertThat(submit("text/plain", "x").http()).isEqualTo(415);
    assertThat(submit("application/json; charset=utf-16", "{}").http()).isEqualTo(415);
    assertThat(submit("application/json", "{}", "Content-Encoding", "gzip").http()).isEqualTo(415);
    assertThat(submit("text/yaml", batch("text-yaml", "\"count\":1")).http()).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeIs413WithAndWithoutALength() {
    byte[] large = " ".repeat(MAX_SIZE + 1).getBytes(StandardCharsets.UTF_8);
    RunningServer.Answer declared =
        server.send(post("application/json").POST(BodyPublishers.ofByteArray(large)));
    RunningServer.Answer chunked =
        server.send(
            post("application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

    for (RunningServer.Answer answer : List.of(declared, chunked)) {
      assertThat(answer.http()).isEqualTo(413);
      assertThat(answer.message()).contains("serai.max-batch-size");
    }
    assertSpoolIsEmpty();
  }

  @Test
  void aBrokenOffUploadLeavesNothing() throws IOException {
    String name = "broken-off";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /batches HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 500\r\n\r\n{\"name\":\""
                  + name
                  + "\"")
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      await("the upload has begun").until(() -> !spooled().isEmpty());
    }
    assertSpoolIsEmpty();
    assertThat(submit("application/json", batch(name, "\"count\":1")).data().get("repeated"))
        .asString()
        .isEqualTo("false");
  }

  @Test
  void aSenderThatWaitsToBeToldToContinueIsTold() {
    RunningServer.Answer answer =
        server.send(
            post("application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofString(batch("continue", "\"count\":1"))));
    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
  }

  @Test
  void aMessageIsABatchAndAWrongOneADeadLetterWithItsFaults() throws JMSException {
    try (Connection connection = server.server().connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      Queue replies = session.createTemporaryQueue();
      MessageConsumer consumer = session.createConsumer(replies);
      MessageProducer producer = session.createProducer(session.createQueue("serai.batches"));

      JsonNode first = ask(session, producer, consumer, replies, batch("queued", "\"count\":2"));
      assertThat(first.at("/data/repeated").booleanValue()).isFalse();
      JsonNode again =
          ask(
              session,
              producer,
              consumer,
              replies,
              "name: queued\ncount: 2\ndefaults: {envName: hello@1.0.0}");
      assertThat(again.at("/data/id")).isEqualTo(first.at("/data/id"));
      JsonNode lines =
          ask(
              session,
              producer,
              consumer,
              replies,
              "{\"name\":\"queued-lines\"}\n{\"envName\":\"hello@1.0.0\"}");
      assertThat(lines.at("/data/total").intValue()).isEqualTo(1);

      JsonNode refused =
          ask(session, producer, consumer, replies, "{\"items\":[{\"timout\":\"1s\"},{}]}");
      assertThat(refused.at("/data/faults").findValuesAsText("path"))
          .containsExactly("items[0].timout", "items[0].envName", "items[1].envName");
      Message dead =
          session.createConsumer(session.createQueue("serai.requests.dead")).receive(60_000);
      assertThat(dead.getStringProperty("SeraiCause")).startsWith("3 faults; the first: items[0]");
      assertThat(dead.getStringProperty("SeraiFaults")).contains("\"path\":\"items[1].envName\"");
      assertThat(dead.getStringProperty("operation")).isEqualTo("submit");
      assertThat(((TextMessage) dead).getText()).contains("timout");
    }
    assertSpoolIsEmpty();
  }

  private static JsonNode ask(
      Session session,
      MessageProducer producer,
      MessageConsumer consumer,
      Queue replies,
      String text)
      throws JMSException {
    TextMessage message = session.createTextMessage(text);
    message.setJMSReplyTo(replies);
    producer.send(message);
    TextMessage reply = (TextMessage) consumer.receive(60_000);
    assertThat(reply).as("a reply to " + text).isNotNull();
    return RunningServer.parse(reply.getText());
  }

  @Test
  void aFileOfTheInboxIsABatchAndTheWrongOnesDoNotStopTheOthers() throws IOException {
    Path draft = Files.createDirectories(folder.resolve("draft"));
    Files.writeString(draft.resolve("wrong.json"), "{\"items\":[{}],\"prority\":1}");
    Files.writeString(draft.resolve("right.yaml"), "count: 2\ndefaults: {envName: hello@1.0.0}\n");
    Files.writeString(draft.resolve("lines.jsonl"), "{}\n{\"envName\":\"hello@1.0.0\"}\n");
    Files.writeString(draft.resolve("other.txt"), "not for the inbox");
    for (String name : List.of("wrong.json", "right.yaml", "lines.jsonl", "other.txt")) {
      Files.move(draft.resolve(name), inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    await("all have been read")
        .until(
            () ->
                Files.exists(inbox.resolve("failed/wrong.json"))
                    && Files.exists(inbox.resolve("done/right.yaml"))
                    && Files.exists(inbox.resolve("done/lines.jsonl")));

    JsonNode faults = result("failed/wrong.json");
    assertThat(faults.at("/data/faults").findValuesAsText("path"))
        .containsExactly("prority", "items[0].envName");
    JsonNode done = result("done/right.yaml");
    assertThat(done.at("/data/total").intValue()).isEqualTo(2);
    assertThat(inbox.resolve("other.txt")).exists();

    // as after a kill between the storing and the moving: the same file is there again
    Files.delete(inbox.resolve("done/right.yaml.result.json"));
    Files.move(inbox.resolve("done/right.yaml"), inbox.resolve("right.yaml"));
    await("it is read again").until(() -> Files.exists(inbox.resolve("done/right.yaml")));
    JsonNode again = result("done/right.yaml");
    assertThat(again.at("/data/id")).isEqualTo(done.at("/data/id"));
    assertThat(again.at("/data/repeated").booleanValue()).isTrue();

    // as when a user submits it once more
    Files.delete(inbox.resolve("done/right.yaml.result.json"));
    Files.writeString(
        inbox.resolve("right.yaml"), Files.readString(inbox.resolve("done/right.yaml")));
    await("it is submitted").until(() -> !Files.exists(inbox.resolve("right.yaml")));
    assertThat(result("done/right.yaml").at("/data/id")).isNotEqualTo(done.at("/data/id"));
    assertSpoolIsEmpty();
  }

  private JsonNode result(String file) throws IOException {
    return RunningServer.parse(Files.readString(inbox.resolve(file + ".result.json")));
  }

  private RunningServer.Answer submit(String type, String body, String... headers) {
    HttpRequest.Builder request = post(type).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.send(request);
  }

  private HttpRequest.Builder post(String type) {
    return HttpRequest.newBuilder(server.uri("/batches")).header("Content-Type", type);
  }

  private static String batch(String name, String items) {
    return "{\"name\":\"" + name + "\"," + DEFAULTS + "," + items + "}";
  }

  private void assertSpoolIsEmpty() {
    await("the spool is empty").untilAsserted(() -> assertThat(spooled()).isEmpty());
  }

  private List<Path> spooled() {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(".document")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
