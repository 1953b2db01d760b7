package dev.serai.server;

import static dev.serai.server.ClusterProxy.isCreation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.ClusterProxy.Treatment;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outcome of requests while the API server fails in various ways. */
class OutageTest {

  private static final String TOKEN = "token-1-that-nobody-may-read";
  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";

  /** A time on the server's clock, which the tests advance instead of waiting. */
  private static final Duration RETRY_DEADLINE = Duration.ofMinutes(1);

  private static final ShiftedClock CLOCK = new ShiftedClock();

  @TempDir static Path folder;

  private static SimulatedCluster cluster;
  private static KubernetesClient direct;
  private static ClusterProxy proxy;
  private static RunningServer server;
  private static Path kubeconfig;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start(SimulationTiming.brief(), CLOCK);
    direct = new KubernetesClientBuilder().withConfig(cluster.config()).build();
    proxy = ClusterProxy.to(cluster.url());
    kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), TOKEN);
    server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "schedule-type",
                "k8s",
                "kubeconfig",
                kubeconfig.toString(),
                "request-timeout",
                "1s",
                "retry-deadline",
                RETRY_DEADLINE.toSeconds() + "s",
                "unsettled-delay",
                "1s"),
            CLOCK);
  }

  @AfterAll
  static void stop() {
    server.close();
    proxy.close();
    direct.close();
    cluster.close();
  }

  @BeforeEach
  void startsWithoutPods() {
    pods().forEach(pod -> direct.resource(pod).withGracePeriod(0).delete());
    Awaitility.await().until(() -> pods().isEmpty());
  }

  @AfterEach
  void heals() {
    proxy.passAll();
    Awaitility.await().until(() -> server.get("/env-instance/no-such-one").http() == 404);
    breaker().reset();
  }

  private static CircuitBreaker breaker() {
    return server.server().clusters().first().breaker();
  }

  @Test
  void whileNobodyListensCreationsFailAtTheirDeadlineThenAtOnceAndWorkAgainAfterwards() {
    proxy.down();
    try {
      double failed = failedCalls();
      CompletableFuture<Answer> retried = async(() -> server.post(DEMO));
      Awaitility.await("it is retried").until(() -> failedCalls() >= failed + 2);
      assertThat(retried).isNotDone();
      CLOCK.skip(RETRY_DEADLINE);
      assertUnavailable(retried.join());

      List<CompletableFuture<Answer>> many =
          IntStream.range(0, 15).mapToObj(i -> async(() -> server.post(DEMO))).toList();
      many.forEach(answer -> assertUnavailable(answer.join()));
      assertThat(many)
          .as("answered without a call of the API server")
          .anyMatch(answer -> answer.join().message().contains("for a while"));
      assertThat(breaker().getMetrics().getNumberOfNotPermittedCalls()).isPositive();
    } finally {
      proxy.up();
    }

    Awaitility.await().until(() -> server.post(DEMO).http() == 200);
    assertThat(pods()).as("nothing of the failed ones").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "key-of-a-cut-connection"})
  void aCreationWhoseAnswerIsLostMakesOnePodThatIsTheAnswer(String key) {
    AtomicInteger lost = new AtomicInteger();
    proxy.treat(
        head ->
            isCreation(head) && lost.getAndIncrement() == 0
                ? Treatment.LOSE_ANSWER
                : Treatment.PASS);

    Answer answer = key.isEmpty() ? server.post(DEMO) : server.post(DEMO, "Idempotency-Key", key);

    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    assertThat(lost).hasPositiveValue();
    assertThat(names()).containsExactly(answer.id());
  }

  @Test
  void aKeylessCreationWhoseAnswersNeverComeIsSettledByItsName() {
    proxy.treat(head -> isCreation(head) ? lastTry(Treatment.SWALLOW_ANSWER) : Treatment.PASS);

    Answer answer = server.post(DEMO);

    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    assertThat(names()).containsExactly(answer.id());
  }

  @Test
  void aPodThatComesLateToACreationThatWasToldToHaveFailedIsDeleted() {
    proxy.treat(head -> isCreation(head) ? lastTry(Treatment.HOLD) : Treatment.PASS);

    assertUnavailable(server.post(DEMO));

    assertThat(names()).isEmpty();
    // a search for it gets no answer before it was created
    proxy.treat(
        head ->
            head.startsWith("GET ") && head.contains("/pods/")
                ? Treatment.status(503, "ServiceUnavailable", "not now")
                : Treatment.PASS);
    proxy.release();
    Awaitility.await().untilAsserted(() -> assertThat(names()).as("it is created late").hasSize(1));
    proxy.passAll();
    Awaitility.await().untilAsserted(() -> assertThat(names()).as("and is deleted").isEmpty());
  }

  @Test
  void queuedRequestsWaitAndAllBecomePods() throws JMSException {
    proxy.down();
    try (JMSContext context = server.server().connections().createContext()) {
      for (int i = 0; i < 20; i++) {
        context.createProducer().send(context.createQueue("serai.requests"), DEMO);
      }
      // long enough for tries of all eight consumers to fail and for the breaker to open
      Awaitility.await().until(() -> server.post(DEMO).message().contains("for a while"));
      proxy.up();
      Awaitility.await().untilAsserted(() -> assertThat(names()).hasSize(20));
      try (var browser = context.createBrowser(context.createQueue("serai.requests.dead"))) {
        assertThat(browser.getEnumeration().hasMoreElements()).as("dead letters").isFalse();
      }
    }
  }

  @Test
  void whatCouldNotBeDoneToAnInstanceIsNotAnsweredWithTheInstance() {
    String id = server.post(DEMO).id();
    assertThat(server.await(id, "Running").status()).isEqualTo("Running");
    proxy.treat(
        head ->
            head.startsWith("DELETE ") || head.contains("/log?")
                ? lastTry(Treatment.status(503, "ServiceUnavailable", "not now"))
                : Treatment.PASS);
    assertUnavailable(server.delete("/env-instance/" + id));
    assertUnavailable(server.get("/env-instance/" + id + "/logs"));
    assertThat(names()).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({"429, TooManyRequests", "500, InternalError", "503, ServiceUnavailable"})
  void anOverloadedOrFailingApiServerIsTriedAgain(int code, String reason) {
    AtomicInteger failures = new AtomicInteger();
    proxy.treat(
        head ->
            isCreation(head) && failures.getAndIncrement() < 3
                ? Treatment.status(code, reason, "not now")
                : Treatment.PASS);

    Answer answer = server.post(DEMO);

    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    assertThat(failures).hasValue(4);
    assertThat(names()).containsExactly(answer.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422 | Invalid   | 400 | spec.containers[0].image: Required value",
        "403 | Forbidden | 403 | exceeded quota: sandboxes"
      })
  void whatTheApiServerRefusesIsToldInItsWordsAndNotTriedAgain(
      int code, String reason, int http, String message) {
    AtomicInteger tries = new AtomicInteger();
    proxy.treat(
        head -> {
          if (!isCreation(head)) {
            return Treatment.PASS;
          }
          tries.incrementAndGet();
          return Treatment.status(code, reason, message);
        });

    Answer answer = server.post(DEMO);

    assertThat(answer.http()).isEqualTo(http);
    assertThat(answer.body().path("code").asInt()).isEqualTo(http);
    assertThat(answer.message()).contains(message).doesNotContain("http://", "Exception");
    assertThat(tries).hasValue(1);
  }

  @Test
  void rejectedCredentialsAreReadAgainFromTheirFile() throws Exception {
    String renewed = "token-2-that-nobody-may-read";
    String byteForByte = Files.readString(kubeconfig);
    proxy.treat(
        head ->
            head.contains("Bearer " + renewed)
                ? Treatment.PASS
                : Treatment.status(401, "Unauthorized", "Unauthorized"));
    try {
      Answer rejected = server.post(DEMO);
      assertThat(rejected.http()).isEqualTo(502);
      assertThat(rejected.message())
          .contains(kubeconfig.toString())
          .doesNotContain(TOKEN, "token-2");

      Kubeconfigs.write(kubeconfig, proxy.url(), renewed);
      Answer answer = server.post(DEMO);
      assertThat(answer.http()).as(answer.message()).isEqualTo(200);
      assertThat(names()).containsExactly(answer.id());

      // the watch as well, which then reads by new connections
      proxy.down();
      proxy.up();
      String other = server.post("{\"envName\":\"demo@1.0.0\",\"owner\":\"later\"}").id();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(server.get("/env-instance/*/list").data().toString())
                      .as(
                          () ->
                              "after "
                                  + proxy
                                      .heads()
                                      .subList(proxy.heads().size() - 5, proxy.heads().size()))
                      .contains(other));
    } finally {
      proxy.passAll();
      Files.writeString(kubeconfig, byteForByte);
    }
  }

  /** A request with this treatment is not retried, since its deadline has passed by then. */
  private static Treatment lastTry(Treatment treatment) {
    CLOCK.skip(RETRY_DEADLINE);
    return treatment;
  }

  private static double failedCalls() {
    return server.metric("camel_exchanges_failed_total", "routeId=\"cluster-default\"");
  }

  private static CompletableFuture<Answer> async(Supplier<Answer> request) {
    return CompletableFuture.supplyAsync(request, task -> new Thread(task, "client").start());
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.http()).as(answer.raw().body()).isEqualTo(503);
    assertThat(answer.body().path("success").asBoolean(true)).isFalse();
    assertThat(answer.body().path("code").asInt()).isEqualTo(503);
    assertThat(answer.raw().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  private static List<Pod> pods() {
    return direct.pods().inNamespace("default").list().getItems();
  }

  private static List<String> names() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).toList();
  }
}
