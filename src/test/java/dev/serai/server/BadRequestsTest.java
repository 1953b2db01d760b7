package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.server.BadRequests.Bad;
import dev.serai.server.RunningServer.Answer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad request is answered with an envelope that names the error, and nothing is created. */
class BadRequestsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path data;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(data, Map.of());
  }

  @AfterAll
  static void stop() {
    try {
      assertThat(server.get("/env-instance/*/list").data()).as("nothing was created").isEmpty();
    } finally {
      server.close();
    }
  }

  static Stream<Bad> bad() {
    List<Bad> all = BadRequests.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void byRestItIsRefusedInTheEnvelopeNamingTheField(Bad bad) {
    Answer answer = server.post(bad.body());

    assertThat(answer.http()).as(answer.message()).isEqualTo(bad.code());
    assertEnvelope(answer.body(), bad);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void byQueueItIsAnsweredAndKeptAsADeadLetterWithItsCause(Bad bad) throws Exception {
    try (JMSContext context = server.server().connections().createContext()) {
      TextMessage message = context.createTextMessage(bad.body());
      var replies = context.createTemporaryQueue();
      message.setJMSReplyTo(replies);
      message.setJMSCorrelationID("c-1");
      context.createProducer().send(context.createQueue("serai.requests"), message);
      Message answer = context.createConsumer(replies).receive(60_000);

      assertThat(answer).as("an answer").isNotNull();
      assertThat(answer.getJMSCorrelationID()).isEqualTo("c-1");
      assertEnvelope(JSON.readTree(answer.getBody(String.class)), bad);
      TextMessage dead = (TextMessage) receiveDead(context);
      assertThat(dead.getText()).isEqualTo(bad.body());
      assertThat(dead.getStringProperty("SeraiCause")).contains(bad.names());
      assertThat(dead.getIntProperty("SeraiCode")).isEqualTo(bad.code());
      assertThat(dead.getIntProperty("SeraiAttempts")).isEqualTo(1);
    }
  }

  private static Message receiveDead(JMSContext context) throws JMSException {
    try (var consumer = context.createConsumer(context.createQueue("serai.requests.dead"))) {
      Message dead = consumer.receive(60_000);
      assertThat(dead).as("a dead letter").isNotNull();
      return dead;
    }
  }

  private static void assertEnvelope(JsonNode answer, Bad bad) {
    assertThat(answer.path("success").asBoolean(true)).isFalse();
    assertThat(answer.path("code").asInt()).isEqualTo(bad.code());
    assertThat(answer.path("message").asText()).contains(bad.names()).hasSizeLessThan(600);
    assertThat(answer.path("message").asText()).doesNotContain("Exception", "dev.serai", "\tat ");
    assertThat(answer.has("data")).isTrue();
    assertThat(answer.path("data").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /                                   | 404 | not found
          GET    | /env-instance/no-such-one           | 404 | not found
          GET    | /env-instance/UPPER_case            | 404 | not found
          GET    | /env-instance/..%2F..%2Fsecrets     | 404 | not found
          GET    | /env-instance/%00                   | 404 | not found
          GET    | /env-instance/x/logs                | 404 | not found
          GET    | /env-instance/x/nothing             | 404 | not found
          GET    | /env-service                        | 404 | not found
          PUT    | /env-instance                       | 405 | PUT
          DELETE | /env-instance                       | 405 | DELETE
          PATCH  | /env-instance/x                     | 405 | PATCH
          POST   | /env-instance/x                     | 405 | POST
          GET    | /env-instance                       | 405 | GET
          GET    | /env-instance/                      | 404 | not found
          GET    | /env-instance/*/list?status=Up      | 400 | status
          GET    | /env-instance/*/list?limit=0        | 400 | limit
          GET    | /env-instance/*/list?limit=ten      | 400 | limit
          GET    | /env-instance/*/list?limit=99999999999999 | 400 | limit
          GET    | /env-instance/*/list?continue=%3F%3F | 400 | continue
          GET    | /env-instance/*/list?continue=zzz   | 400 | continue
          GET    | /env-instance/*/list?continue=Li4v  | 400 | continue
          GET    | /env-instance/x?wait=Gone           | 400 | wait
          GET    | /env-instance/x?wait=Running&timeout=1d | 400 | timeout
          """)
  void pathsMethodsAndQueriesAreRefusedInTheEnvelope(
      String method, String path, int code, String names) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(path)).method(method, BodyPublishers.noBody()));

    assertThat(answer.http()).as(answer.message()).isEqualTo(code);
    assertThat(answer.body().path("code").asInt()).isEqualTo(code);
    assertThat(answer.body().path("success").asBoolean(true)).isFalse();
    assertThat(answer.message()).contains(names);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded"
  })
  void anotherContentTypeIsRefused(String type) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"envName\":\"hello@1.0.0\"}")));

    assertThat(answer.http()).isEqualTo(415);
    assertThat(answer.message()).contains("Content-Type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Type     | application/json; charset=no-such  | charset
          Content-Type     | application/json;charset="UTF-16"  | charset
          Content-Type     | application/json; charset=latin1   | charset
          Content-Type     | application/json;charset="         | malformed
          Content-Type     | application/json; boundary="       | malformed
          Content-Type     | multipart/form-data; boundary=     | malformed
          Content-Encoding | gzip                               | Content-Encoding
          """)
  void aBodyInAnotherEncodingIsRefusedAndNotGuessedAt(String header, String value, String names) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance"))
                .header(header, value)
                .POST(BodyPublishers.ofString("{\"envName\":\"hello@1.0.0\"}")));

    assertThat(answer.http()).isEqualTo(415);
    assertThat(answer.message()).contains(names);
  }

  @Test
  void aBodyThatIsNotUtf8IsRefusedAndNotMendedInSilence() {
    byte[] latin1 =
        "{\"envName\":\"hello@1.0.0\",\"owner\":\"Ren\u00e9\"}"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance"))
                .POST(BodyPublishers.ofByteArray(latin1)));

    assertThat(answer.http()).isEqualTo(400);
    assertThat(answer.message()).contains("UTF-8");
  }

  @Test
  void aClientThatLeavesInTheMiddleOfItsBodyIsNotLoggedAsAFault() throws IOException {
    // nothing was created, so that no other request of this kind ends as one without an answer does
    double before = unanswered();
    try (LogCapture log = LogCapture.attach()) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        RawHttp.send(
            client,
            "POST /env-instance HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: 50",
            "",
            "{");
      }
      Awaitility.await("its request has ended").until(() -> unanswered() > before);
      assertThat(log.problemsOfHttp()).isEmpty();
    }
  }

  private static double unanswered() {
    return server.metric(
        "aenv_api_requests_total",
        "method=\"POST\"",
        "endpoint=\"/env-instance\"",
        "status=\"200\"");
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhetherItsLengthIsDeclaredOrNot() {
    byte[] large =
        ("{\"envName\":\"hello@1.0.0\",\"x\":\"" + "y".repeat(1_100_000) + "\"}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Answer declared =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance"))
                .POST(BodyPublishers.ofByteArray(large)));
    assertThat(declared.http()).isEqualTo(413);
    assertThat(declared.message()).contains("serai.max-body-size");

    Answer chunked =
        server.send(
            HttpRequest.newBuilder(server.uri("/env-instance"))
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
    assertThat(chunked.http()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update  | {"envName":"hello@1.0.0"} | operation
          delete  | {}                        | id
          get     | {"id":5}                  | id
          get     | {"id":"no-such-one"}      | not found
          """)
  void anUnknownOperationOrIdByQueueIsADeadLetter(String operation, String body, String names)
      throws Exception {
    try (JMSContext context = server.server().connections().createContext()) {
      TextMessage message = context.createTextMessage(body);
      message.setStringProperty("operation", operation);
      context.createProducer().send(context.createQueue("serai.requests"), message);

      assertThat(receiveDead(context).getStringProperty("SeraiCause")).contains(names);
    }
  }

  @Test
  void anIdempotencyKeyThatIsTooLongIsNamed() throws IOException {
    Answer answer =
        server.post("{\"envName\":\"hello@1.0.0\"}", "Idempotency-Key", "k".repeat(256));

    assertThat(answer.http()).isEqualTo(400);
    assertThat(answer.message()).contains("Idempotency-Key");
  }
}
