package dev.serai.server;

import static dev.serai.server.ClusterProxy.isCreation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.pod.PodContract;
import dev.serai.server.ClusterPair.Member;
import dev.serai.server.ClusterProxy.Treatment;
import dev.serai.server.RunningServer.Answer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outcome of requests and instances while one of two clusters fails, or both. */
class TwoClustersTest {

  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";
  private static final String QUOTA = "exceeded quota: sandboxes";

  @TempDir static Path folder;

  private static final ShiftedClock CLOCK = new ShiftedClock();
  private static ClusterPair pair;
  private static Member east;
  private static Member west;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    pair = ClusterPair.start(folder, CLOCK);
    east = pair.east();
    west = pair.west();
    server = RunningServer.start(folder.resolve("data"), pair.flags(), CLOCK);
  }

  @AfterAll
  static void stop() {
    server.close();
    pair.close();
  }

  @AfterEach
  void heals() {
    pair.heal();
    CLOCK.skip(Duration.ofSeconds(31));
    // until the breakers are closed again, and the watches are alive
    Awaitility.await()
        .until(
            () ->
                server.get("/env-instance/no-such-one").http() == 404
                    && server
                        .get("/env-instance/list")
                        .raw()
                        .headers()
                        .firstValue("Serai-Unreachable")
                        .isEmpty());
    Awaitility.await().until(() -> listed().isEmpty());
  }

  @Test
  void underLoadTheShareOfAClusterThatGoesDownMovesWithoutAFailureAndComesBack() throws Exception {
    List<CircuitBreaker.StateTransition> transitions = new CopyOnWriteArrayList<>();
    breaker(east)
        .getEventPublisher()
        .onStateTransition(event -> transitions.add(event.getStateTransition()));
    double tries = server.runs("instance-create");
    try (PlacedLoad load = PlacedLoad.on(server, "{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\"}")) {
      Awaitility.await()
          .until(
              () ->
                  load.all().stream().map(PlacedLoad.Placed::cluster).distinct().count() == 2
                      && load.all().size() > 50);
      long down = System.nanoTime();
      east.proxy().down();
      long gone = System.nanoTime();
      Awaitility.await("its breaker was half-open, and calls failed again")
          .until(
              () ->
                  load.since(gone).size() > 100
                      && transitions.contains(CircuitBreaker.StateTransition.HALF_OPEN_TO_OPEN));
      long up = System.nanoTime();
      List<PlacedLoad.Placed> meanwhile = load.since(gone);
      Duration longest = load.longest(down);
      east.proxy().up();
      Awaitility.await()
          .until(() -> load.since(up).stream().anyMatch(placed -> placed.cluster().equals("east")));
      Duration back = load.firstIn("east", up);
      load.stop();

      System.out.printf(
          "two simulated clusters: %d creations while one was down, the longest took %d ms; it had"
              + " its share again after %d ms%n",
          meanwhile.size(), longest.toMillis(), back.toMillis());
      assertThat(load.failures()).isEmpty();
      assertThat(meanwhile).extracting(PlacedLoad.Placed::cluster).containsOnly("west");
      assertThat(server.runs("instance-create") - tries)
          .as("each was placed by its first attempt, without a retry")
          .isEqualTo(load.all().size());
    }
  }

  @Test
  void aCreationWhoseAnswerIsLostIsTakenByTheOtherClusterAndItsFirstPodIsDeletedLater() {
    Answer answer = lostAtEast("");
    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    assertThat(clusterOf(answer)).isEqualTo("west");
    assertThat(west.pod(answer.id()).orElseThrow().getMetadata().getAnnotations())
        .containsEntry(PodContract.PASSED_OVER, "east")
        .doesNotContainKey(PodContract.CLUSTER);
    assertThat(east.pod(answer.id())).isPresent();
    // a list has it once the watch has reported it
    assertThat(server.await(answer.id(), "Running").status()).isEqualTo("Running");
    assertThat(rows(answer.id())).hasSize(1);

    east.proxy().passAll();
    east.proxy().up();
    Awaitility.await().until(() -> east.pod(answer.id()).isEmpty());
    assertThat(west.pod(answer.id())).isPresent();
    assertThat(rows(answer.id())).hasSize(1);
    assertThat(clusterOf(server.get("/env-instance/" + answer.id()))).isEqualTo("west");
  }

  @Test
  void theSameWithAKeyIsOneInstanceForEveryRepeat() {
    Answer answer = lostAtEast("key");
    String key = answer.raw().request().headers().firstValue("Idempotency-Key").orElseThrow();
    assertThat(clusterOf(answer)).isEqualTo("west");
    assertThat(repeat(DEMO, key).id()).isEqualTo(answer.id());
    assertThat(repeat("{\"envName\":\"demo@1.0.0\",\"ttl\":\"3m\"}", key).http()).isEqualTo(409);

    east.proxy().passAll();
    east.proxy().up();
    Awaitility.await().until(() -> east.pod(answer.id()).isEmpty());
    Answer repeat = repeat(DEMO, key);
    assertThat(repeat.id()).isEqualTo(answer.id());
    assertThat(clusterOf(repeat)).isEqualTo("west");
    assertThat(rows(answer.id())).hasSize(1);
    assertThat(repeat("{\"envName\":\"demo@1.0.0\",\"ttl\":\"3m\"}", key).http()).isEqualTo(409);
  }

  @Test
  void whatNobodyWasToldOfIsDeletedInBothClusters() {
    pair.both()
        .forEach(
            member ->
                member
                    .proxy()
                    .treat(head -> isCreation(head) ? Treatment.HOLD_AND_CUT : Treatment.PASS));
    assertUnavailable(server.post(DEMO));
    // neither is searched for or deleted before both were created
    pair.both().forEach(member -> member.proxy().treat(TwoClustersTest::untouched));
    pair.both().forEach(member -> member.proxy().release());
    Awaitility.await()
        .alias("both are created late")
        .until(() -> !east.pods().isEmpty() && !west.pods().isEmpty());
    pair.both().forEach(member -> member.proxy().passAll());
    Awaitility.await()
        .alias("and both are deleted")
        .untilAsserted(
            () ->
                assertThat(pair.both()).allSatisfy(member -> assertThat(member.pods()).isEmpty()));
  }

  @Test
  void aFullClusterIsPassedOverForAWhileAndThenTriedAgain() {
    east.proxy().treat(TwoClustersTest::full);
    long before = east.proxy().creations();
    for (int i = 0; i < 20; i++) {
      Answer answer = server.post(DEMO);
      assertThat(answer.http()).as(answer.message()).isEqualTo(200);
      assertThat(clusterOf(answer)).isEqualTo("west");
    }
    assertThat(east.proxy().creations() - before).isEqualTo(1);

    CLOCK.skip(Duration.ofSeconds(31));
    east.proxy().passAll();
    Awaitility.await().until(() -> clusterOf(server.post(DEMO)).equals("east"));
    assertThat(
            server.metric("serai_cluster_passed_over_total", "cluster=\"east\"", "reason=\"full\""))
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void aClusterThatRejectsTheCredentialsIsPassedOverUntilItAcceptsThemAgain() {
    String earlier = placed("west");
    server.await(earlier, "Running");
    east.proxy()
        .treat(
            head ->
                head.contains("watch=")
                    ? Treatment.PASS
                    : Treatment.status(401, "Unauthorized", "Unauthorized"));
    Awaitility.await()
        .alias("it has been tried")
        .until(
            () -> {
              long before = east.proxy().creations();
              Answer answer = server.post(DEMO);
              assertThat(answer.http()).as(answer.message()).isEqualTo(200);
              assertThat(clusterOf(answer)).isEqualTo("west");
              return east.proxy().creations() > before;
            });
    long tried = east.proxy().creations();
    for (int i = 0; i < 20; i++) {
      assertThat(clusterOf(server.post(DEMO))).isEqualTo("west");
    }
    assertThat(east.proxy().creations()).as("not tried for a while").isEqualTo(tried);
    assertThat(
            server.metric(
                "serai_cluster_passed_over_total", "cluster=\"east\"", "reason=\"rejected\""))
        .isGreaterThanOrEqualTo(1);
    assertThat(clusterOf(server.get("/env-instance/" + earlier))).isEqualTo("west");
    Answer wished = server.post(wish("\"cluster\":\"east\""));
    assertThat(wished.http()).as(wished.message()).isEqualTo(502);

    CLOCK.skip(Duration.ofSeconds(31));
    east.proxy().passAll();
    Awaitility.await().until(() -> clusterOf(server.post(DEMO)).equals("east"));
  }

  @Test
  void whenAllAreFullTheAnswerIsTheApiServersOwn() {
    pair.both().forEach(member -> member.proxy().treat(TwoClustersTest::full));
    for (int i = 0; i < 3; i++) {
      Answer answer = server.post(DEMO);
      assertThat(answer.http()).isEqualTo(403);
      assertThat(answer.message()).contains(QUOTA);
    }
  }

  @Test
  void whenAllAreDownRequestsFailInTimeAndQueuedOnesWait() throws JMSException {
    pair.both().forEach(member -> member.proxy().down());
    try (JMSContext context = server.server().connections().createContext()) {
      for (int i = 0; i < 10; i++) {
        context.createProducer().send(context.createQueue("serai.requests"), DEMO);
      }
      assertUnavailable(server.post(DEMO));

      pair.both().forEach(member -> member.proxy().up());
      Awaitility.await().until(() -> east.pods().size() + west.pods().size() == 10);
      try (var browser = context.createBrowser(context.createQueue("serai.requests.dead"))) {
        assertThat(browser.getEnumeration().hasMoreElements()).as("dead letters").isFalse();
      }
    }
  }

  @Test
  void whileOneIsDownItsInstancesAreStillToldAndMarked() throws Exception {
    String there = placed("east");
    String here = placed("west");
    server.await(there, "Running");
    server.await(here, "Running");
    assertThat(
            server.get("/env-instance/" + there + "?events=true").data().path("events").isArray())
        .isTrue();
    assertThat(log(here).statusCode()).isEqualTo(200);
    assertThat(log(there).statusCode()).isEqualTo(200);

    east.proxy().down();
    try {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          server
                              .get("/env-instance/*/list")
                              .raw()
                              .headers()
                              .firstValue("Serai-Unreachable"))
                      .contains("east"));
      assertThat(rows(there)).hasSize(1);
      assertThat(rows(there).get(0).path("cluster_reachable").asBoolean(true)).isFalse();
      assertThat(rows(there).get(0).path("status").asText()).isEqualTo("Running");
      assertThat(rows(here).get(0).path("cluster_reachable").asBoolean()).isTrue();

      Answer got = server.get("/env-instance/" + there + "?events=true");
      assertThat(got.http()).as(got.message()).isEqualTo(200);
      assertThat(clusterOf(got)).isEqualTo("east");
      assertThat(got.data().path("cluster_reachable").asBoolean(true)).isFalse();
      assertThat(got.data().has("events")).as("events nobody can read").isFalse();
      assertThat(server.get("/env-instance/" + there + "?wait=Terminated&timeout=1s").status())
          .isEqualTo("Running");
      assertThat(log(there))
          .satisfies(log -> assertThat(log.statusCode()).as(log.body()).isEqualTo(503));
      assertUnavailable(server.delete("/env-instance/" + there));
      // it is unknown whether the other one has it
      assertUnavailable(server.get("/env-instance/no-such-one"));
      assertUnavailable(server.delete("/env-instance/no-such-one"));

      assertThat(log(here).statusCode()).isEqualTo(200);
      assertThat(server.delete("/env-instance/" + here).http()).isEqualTo(200);
      assertThat(server.await(here, "Terminated").status()).isIn("Terminated", "");

      JsonNode health = health();
      assertThat(health.at("/status").asText()).isEqualTo("UP");
      assertThat(health.toString())
          .contains("cluster east: the API server can't be reached")
          .doesNotContain("cluster west");
      assertThat(server.metrics()).contains("serai_cluster_up{cluster=\"east\"} 0.0");
      assertThat(server.metric("serai_cluster_up", "cluster=\"west\"")).isEqualTo(1);
      assertThat(server.metric("serai_cluster_instances", "cluster=\"east\"")).isEqualTo(1);
    } finally {
      east.proxy().up();
    }
    Awaitility.await().until(() -> server.delete("/env-instance/" + there).http() == 200);
    Awaitility.await().until(() -> east.pod(there).isEmpty());
    assertThat(server.metrics())
        .contains(
            "# HELP serai_cluster_up ",
            "# HELP serai_cluster_instances ",
            "# HELP serai_cluster_passed_over_total ");
  }

  @Test
  void aLeaseThatCantBeHadIsOneLineInTheLog() {
    // an earlier failure of the first cluster may have moved it, and left a holder's name there
    Instant begin = Instant.now();
    Awaitility.await()
        .alias("the first cluster has the lease")
        .until(() -> isRenewedSince(east, begin) && !isHeld(west));
    try (LogCapture log = LogCapture.attach()) {
      long before = leaseCalls();
      // the watch continues, so that the election stays in this cluster
      east.proxy()
          .treat(head -> head.contains("/leases") ? Treatment.LOSE_REQUEST : Treatment.PASS);
      Awaitility.await("it was tried three times").until(() -> leaseCalls() >= before + 4);
      assertThat(log.problems())
          .filteredOn(line -> line.contains(".LeaseOutage "))
          .hasSize(1)
          .first()
          .asString()
          .isEqualTo(
              "dev.serai.cluster.LeaseOutage Cannot acquire lease default/serai-serai of cluster east;"
                  + " retrying: the connection to the API server broke at elect a leader");
    }
  }

  @Test
  void expiryAndEventsGoOnWhileTheFirstClusterIsDown() {
    try (EventLog events = EventLog.of(server)) {
      events.await(placed("east"), "Running");
      events.await(placed("west"), "Running");
      east.proxy().down();
      try {
        Answer brief = server.post("{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\"}");
        assertThat(clusterOf(brief)).isEqualTo("west");
        server.await(brief.id(), "Running");
        CLOCK.skip(Duration.ofMinutes(2));
        Awaitility.await()
            .untilAsserted(
                () -> assertThat(events.statesOf(brief.id())).contains("Running", "Terminated"));
        Awaitility.await().until(() -> west.pod(brief.id()).isEmpty());
      } finally {
        east.proxy().up();
      }
      Awaitility.await()
          .until(
              () ->
                  !server
                      .get("/env-instance/list")
                      .raw()
                      .headers()
                      .map()
                      .containsKey("serai-unreachable"));
      Answer again =
          placedAnswer(
              "east",
              "{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\",\"placement\":{\"cluster\":\"east\"}}");
      server.await(again.id(), "Running");
      CLOCK.skip(Duration.ofMinutes(2));
      Awaitility.await().until(() -> east.pod(again.id()).isEmpty());
      events.await(again.id(), "Terminated");
    }
  }

  @Test
  void aWishIsMetOrRefused() {
    assertThat(clusterOf(server.post(wish("\"region\":\"region-west\"")))).isEqualTo("west");
    assertThat(clusterOf(server.post(wish("\"cluster\":\"east\"")))).isEqualTo("east");
    Answer unknown = server.post(wish("\"cluster\":\"north\""));
    assertThat(unknown.http()).isEqualTo(400);
    assertThat(unknown.message())
        .isEqualTo(
            "placement names cluster \"north\", and there are the clusters east (region-east),"
                + " west (region-west)");
    assertThat(server.post(wish("\"zone\":\"a\"")).message()).contains("placement.zone");
  }

  private static CircuitBreaker breaker(Member member) {
    return server.server().clusters().require(member.name()).breaker();
  }

  private static Treatment untouched(String head) {
    return head.startsWith("DELETE ") || (head.startsWith("GET ") && head.contains("/pods/"))
        ? Treatment.status(503, "ServiceUnavailable", "not now")
        : Treatment.PASS;
  }

  /** The number of calls for the lease of the first cluster. */
  private static long leaseCalls() {
    return east.proxy().heads().stream()
        .filter(head -> head.startsWith("GET ") && head.contains("/leases"))
        .count();
  }

  private static boolean isHeld(Member member) {
    return member.direct().leases().inNamespace("default").list().getItems().stream()
        .map(lease -> lease.getSpec().getHolderIdentity())
        .anyMatch(holder -> holder != null && !holder.isEmpty());
  }

  private static boolean isRenewedSince(Member member, Instant time) {
    return member.direct().leases().inNamespace("default").list().getItems().stream()
        .map(lease -> lease.getSpec().getRenewTime())
        .anyMatch(renewed -> renewed != null && renewed.toInstant().isAfter(time));
  }

  private static Answer lostAtEast(String key) {
    long before = east.pods().size();
    east.proxy().treat(TwoClustersTest::losing);
    return IntStream.range(0, 50)
        .mapToObj(i -> key.isEmpty() ? server.post(DEMO) : repeat(DEMO, key + "-" + i + before))
        .filter(answer -> east.pod(answer.id()).isPresent())
        .findFirst()
        .map(
            answer -> {
              east.proxy().down();
              return answer;
            })
        .orElseThrow();
  }

  /** Keeps pods from being deleted before the cluster goes down. */
  private static Treatment losing(String head) {
    if (head.startsWith("DELETE ")) {
      return Treatment.status(503, "ServiceUnavailable", "not now");
    }
    return isCreation(head) ? Treatment.LOSE_ANSWER : Treatment.PASS;
  }

  private static Answer repeat(String body, String key) {
    return server.post(body, "Idempotency-Key", key);
  }

  private static String placed(String cluster) {
    return placedAnswer(cluster, wish("\"cluster\":\"" + cluster + "\"")).id();
  }

  private static Answer placedAnswer(String cluster, String body) {
    Answer answer = server.post(body);
    assertThat(answer.http()).as(answer.message()).isEqualTo(200);
    assertThat(clusterOf(answer)).isEqualTo(cluster);
    return answer;
  }

  private static String wish(String placement) {
    return "{\"envName\":\"demo@1.0.0\",\"placement\":{" + placement + "}}";
  }

  private static Treatment full(String head) {
    return isCreation(head) ? Treatment.status(403, "Forbidden", QUOTA) : Treatment.PASS;
  }

  private static String clusterOf(Answer answer) {
    return answer.data().path("cluster").asText();
  }

  private static List<JsonNode> listed() {
    return StreamSupport.stream(server.get("/env-instance/*/list").data().spliterator(), false)
        .toList();
  }

  private static List<JsonNode> rows(String id) {
    return listed().stream().filter(row -> row.path("id").asText().equals(id)).toList();
  }

  private static java.net.http.HttpResponse<String> log(String id) {
    return server.sendRaw(HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs")));
  }

  private static JsonNode health() {
    return RunningServer.parse(
        server.sendRaw(HttpRequest.newBuilder(server.managementUri("/health/ready"))).body());
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.http()).as(answer.raw().body()).isEqualTo(503);
    assertThat(answer.raw().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }
}
