package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serai.batch.callback.Signature;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ends of batches are published by events and by callbacks, to a receiver that sometimes fails.
 */
class BatchCallbacksTest {

  private static final String SECRET = "hunter2-of-callbacks";
  private static final String TOKEN = "sesame-in-the-query";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A request that the receiver received. */
  private record Call(
      String path, String event, String delivery, String timestamp, String signature, String body) {

    static Call of(HttpExchange exchange) throws IOException {
      return new Call(
          exchange.getRequestURI().getPath(),
          exchange.getRequestHeaders().getFirst("Serai-Event"),
          exchange.getRequestHeaders().getFirst("Serai-Delivery"),
          exchange.getRequestHeaders().getFirst("Serai-Timestamp"),
          exchange.getRequestHeaders().getFirst("Serai-Signature"),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    boolean isSigned() {
      return new Signature(SECRET)
          .of(Instant.ofEpochSecond(Long.parseLong(timestamp)), body)
          .equals(signature);
    }
  }

  @TempDir static Path folder;

  private static final List<Call> CALLS = new CopyOnWriteArrayList<>();
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final Map<String, String> IDS = new HashMap<>();
  private static HttpServer receiver;
  private static RunningServer server;
  private static LogCapture log;

  @BeforeAll
  static void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(Executors.newCachedThreadPool());
    receiver.createContext("/", BatchCallbacksTest::receive);
    receiver.start();
    try (SeededBatches seed = SeededBatches.in(folder)) {
      for (String path : List.of("ok", "flaky", "redirect", "gone")) {
        IDS.put(
            path,
            seed.paused(
                    path,
                    "http://127.0.0.1:"
                        + receiver.getAddress().getPort()
                        + "/"
                        + path
                        + "?token="
                        + TOKEN)
                .id());
      }
    }
    log = LogCapture.attach();
    log.verbose();
    server = start(Map.of("callback-private", "true"));
  }

  private static RunningServer start(Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(Map.of("callback-secret", SECRET));
    flags.putAll(more);
    return RunningServer.start(folder, flags);
  }

  @AfterAll
  static void stop() {
    RELEASED.countDown();
    server.close();
    receiver.stop(0);
    log.close();
  }

  private static void receive(HttpExchange exchange) throws IOException {
    Call call = Call.of(exchange);
    CALLS.add(call);
    switch (call.path()) {
      case "/flaky" -> exchange.sendResponseHeaders(calls("flaky").size() < 3 ? 503 : 204, -1);
      case "/gone" -> exchange.sendResponseHeaders(410, -1);
      case "/redirect" -> {
        exchange.getResponseHeaders().set("Location", "/ok");
        exchange.sendResponseHeaders(307, -1);
      }
      case "/interrupted" -> {
        if (calls("interrupted").size() == 1) {
          try {
            RELEASED.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        exchange.sendResponseHeaders(200, -1);
      }
      default -> exchange.sendResponseHeaders(200, -1);
    }
    exchange.close();
  }

  private static List<Call> calls(String path) {
    return CALLS.stream().filter(call -> call.path().equals("/" + path)).toList();
  }

  private static List<Call> awaitCalls(String path, int count) {
    Awaitility.await(count + " calls of " + path).until(() -> calls(path).size() >= count);
    return calls(path);
  }

  /** Cancels the paused batch. */
  private static String end(String name) {
    String id = IDS.get(name);
    server.server().batches().store().cancel(id, "Cancelled", "for a test", Instant.now());
    server.server().batches().ledger().finish(Instant.now());
    return id;
  }

  /** Waits until the failure is recorded, and makes the next attempt due immediately. */
  private static void tryAgain(String id, int failures) {
    awaitLog("The callback of batch " + id + " to 127.0.0.1 failed", failures);
    makeDue(server);
  }

  /** Makes all notices due immediately. */
  private static void makeDue(RunningServer of) {
    Duration far = Duration.ofDays(1);
    of.server().batches().notices().due(Instant.now().plus(far), far.negated(), 100);
  }

  private static void awaitLog(String part, int times) {
    Awaitility.await(times + " times in the log: " + part)
        .until(() -> log.lines().stream().filter(line -> line.contains(part)).count() >= times);
  }

  @Test
  void anEndIsToldBySignedCallbackAndByEvent() {
    try (EventLog events = EventLog.of(server)) {
      String id = end("ok");
      Call call = awaitCalls("ok", 1).get(0);
      assertThat(call.event()).isEqualTo("batch.finished");
      assertThat(call.delivery()).startsWith(id + "-finished-");
      assertThat(call.isSigned()).isTrue();
      JsonNode batch = RunningServer.parse(call.body());
      assertThat(batch.path("id").asText()).isEqualTo(id);
      assertThat(batch.path("state").asText()).isEqualTo("CANCELLED");
      assertThat(batch.has("progress")).isFalse();

      Awaitility.await("the event").until(() -> !events.of(id).isEmpty());
      JsonNode event = events.of(id).get(0);
      assertThat(event.path("type").asText()).isEqualTo("dev.serai.batch.finished");
      assertThat(event.path("specversion").asText()).isEqualTo("1.0");
      assertThat(event.path("id").asText()).isEqualTo(call.delivery());
      assertThat(event.path("data")).isEqualTo(batch);
      assertThat(event.toString() + call.body()).doesNotContain(SeededBatches.SECRET);
    }
    awaitLog("was delivered", 1);
    assertThat(log.lines().toString()).doesNotContain(TOKEN).doesNotContain(SECRET);
    assertThat(server.sendRaw(HttpRequest.newBuilder(server.managementUri("/metrics"))).body())
        .contains("serai_callbacks_total{result=\"delivered\"}");
  }

  @Test
  void aReceiverThatFailsGetsTheSameBodyAndDeliveryAgain() {
    String id = end("flaky");
    tryAgain(id, 1);
    tryAgain(id, 2);
    List<Call> calls = awaitCalls("flaky", 3);
    assertThat(calls).extracting(Call::body).containsOnly(calls.get(0).body());
    assertThat(calls).extracting(Call::delivery).containsOnly(calls.get(0).delivery());
    assertThat(calls).allMatch(Call::isSigned);
    awaitLog("The callback of batch " + id + " was delivered", 1);
  }

  @Test
  void aRedirectIsAFailureAndIsNotFollowed() {
    String id = end("redirect");
    awaitCalls("redirect", 1);
    awaitLog("The callback of batch " + id + " to 127.0.0.1 failed", 1);
    assertThat(log.lines().toString()).contains("response was 307; redirects are not followed");
    assertThat(CALLS)
        .filteredOn(call -> call.path().equals("/ok"))
        .noneMatch(call -> call.body().contains(id));
  }

  @Test
  void aReceiverThatIsGoneIsADeadLetter() throws Exception {
    String id = end("gone");
    awaitLog("The callback of batch " + id + " to 127.0.0.1 was dead-lettered", 1);
    TextMessage letter = deadLetterOf(id);
    assertThat(letter.getStringProperty("SeraiCause")).contains("410");
    assertThat(letter.getStringProperty("SeraiCallbackHost")).isEqualTo("127.0.0.1");
    assertThat(RunningServer.parse(letter.getText()).path("id").asText()).isEqualTo(id);
    assertThat(letter.toString()).doesNotContain(TOKEN);
    assertThat(calls("gone")).hasSize(1);
  }

  private static TextMessage deadLetterOf(String id) throws Exception {
    try (JMSContext context = server.server().connections().createContext()) {
      return (TextMessage)
          context
              .createConsumer(
                  context.createQueue("serai.callbacks.dead"), "SeraiBatch = '" + id + "'")
              .receive(SOON.toMillis());
    }
  }

  @Test
  void whatWasUnderWayAtAStopIsToldAgainAndALocalAddressIsRefusedWhereItIsNotAllowed(
      @TempDir Path other) throws Exception {
    String id;
    try (SeededBatches seed = SeededBatches.in(other)) {
      String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/interrupted";
      id = seed.paused("interrupted", url).id();
      seed.store().cancel(id, "Cancelled", "for a test", Instant.now());
      seed.ledger().finish(Instant.now());
    }
    Map<String, String> flags = Map.of("callback-secret", SECRET, "callback-private", "true");
    Map<String, String> stopsSoon = new HashMap<>(flags);
    stopsSoon.put("shutdown-timeout", "1s");
    try (RunningServer first = RunningServer.start(other, stopsSoon)) {
      awaitCalls("interrupted", 1);
      assertThat(first.get("/batches/" + id).http()).isEqualTo(200);
      // it stops before the receiver has answered, so the delivery is not recorded
    }
    try (RunningServer second = RunningServer.start(other, flags)) {
      makeDue(second);
      List<Call> calls = awaitCalls("interrupted", 2);
      assertThat(calls.get(1).delivery()).isEqualTo(calls.get(0).delivery());
      assertThat(calls.get(1).body()).isEqualTo(calls.get(0).body());
      awaitLog("The callback of batch " + id + " was delivered", 1);
    }
    assertThat(log.lines().toString()).doesNotContain(SECRET);

    String refused;
    try (SeededBatches seed = SeededBatches.in(other)) {
      String url = "http://localhost:" + receiver.getAddress().getPort() + "/refused?" + TOKEN;
      refused = seed.paused("refused", url).id();
      seed.store().cancel(refused, "Cancelled", "for a test", Instant.now());
      seed.ledger().finish(Instant.now());
    }
    try (RunningServer strict = RunningServer.start(other, Map.of("callback-secret", SECRET))) {
      awaitLog("The callback of batch " + refused + " to localhost was dead-lettered", 1);
      assertThat(calls("refused")).isEmpty();
      assertThat(strict.get("/batches/" + refused).http()).isEqualTo(200);
    }
    assertThat(log.lines().toString()).doesNotContain(TOKEN);
  }
}
