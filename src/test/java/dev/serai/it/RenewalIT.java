package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.Api;
import dev.serai.server.EventLog;
import dev.serai.server.LogCapture;
import dev.serai.server.RunningServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kubeconfigs that live a minute and STS sessions that live one and a half: no request and no
 * followed log notices a renewal. The system property {@code renewal.minutes} says how long it
 * runs.
 */
class RenewalIT {

  private static final Duration KUBECONFIG_LIFE = Duration.ofSeconds(60);
  private static final Duration SESSION_LIFE = Duration.ofSeconds(90);
  private static final String DEFAULT_MINUTES = "2.5";

  @TempDir private Path folder;
  private final LogCapture log = LogCapture.attach();
  private AckOnTestCluster ack;

  @BeforeEach
  void start() {
    ack = AckOnTestCluster.start(folder);
    ack.kubeconfigs("system:masters", KUBECONFIG_LIFE);
    ack.cloud().role("runner").sessionLife(SESSION_LIFE);
  }

  @AfterEach
  void stop() {
    ack.close();
    log.close();
  }

  @Test
  void nobodyNoticesThatCredentialsAreRenewed() {
    serveWhile("renewals", cloud -> {});
    assertThat(ack.cloud().calls(Api.ASSUME_ROLE)).allMatch(call -> call.succeeded());
  }

  @Test
  void nobodyNoticesThatHalfOfTheRenewalsFail() {
    serveWhile(
        "renewals of which half fail",
        cloud ->
            cloud
                .faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG)
                .failShare(0.5, 503, "ServiceUnavailable"));
    assertThat(ack.cloud().calls(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG))
        .anyMatch(call -> !call.succeeded());
  }

  private void serveWhile(String what, Consumer<AlibabaCloud> faults) {
    Duration time =
        Duration.ofMillis(
            (long)
                (60_000
                    * Double.parseDouble(System.getProperty("renewal.minutes", DEFAULT_MINUTES))));
    int port = URI.create(ack.admin().getMasterUrl().toString()).getPort();
    try (RunningServer server = RunningServer.start(folder.resolve("data"), ack.flags("ram-role"));
        EventLog events = EventLog.of(server);
        SeenStates seen = new SeenStates(ack.admin(), ack.namespace())) {
      // events are told from the moment on that this replica leads: the first one shows it does
      events.await(server.post("{\"envName\":\"parked@1.0.0\"}").id(), "Pending");
      String ticker = server.post("{\"envName\":\"ticker@1.0.0\",\"ttl\":\"1h\"}").id();
      assertThat(server.await(ticker, "Running").status()).isEqualTo("Running");
      events.await(ticker, "Running");
      Lease lease = lease();
      faults.accept(ack.cloud());

      SteadyRequests load = new SteadyRequests(server);
      try (load;
          FollowedLog followed = FollowedLog.of(server, ticker)) {
        Instant begin = Instant.now();
        LiveObjects early = null;
        while (Instant.now().isBefore(begin.plus(time))) {
          pause();
          if (early == null && renewals() >= 1) {
            pause();
            early = LiveObjects.count(port);
          }
        }
        load.close();
        settle();
        LiveObjects late = LiveObjects.count(port);
        System.out.printf(
            "%s for %d s: %d requests answered, %d failed; %d instances; %d lines followed, end %s;"
                + " %d kubeconfigs renewed, %d tries failed; %d sessions; %s then %s%n",
            what,
            Duration.between(begin, Instant.now()).toSeconds(),
            load.answered(),
            load.failures().size(),
            load.made().size(),
            followed.lines().size(),
            followed.end().orElse("none"),
            renewals(),
            ack.cloud().calls(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).size() - renewals() - 1,
            ack.cloud().calls(Api.ASSUME_ROLE).size(),
            early,
            late);

        assertThat(load.failures()).isEmpty();
        assertThat(renewals()).isGreaterThanOrEqualTo((int) time.toMinutes());
        assertUnbroken(followed, time);
        assertNoDuplicates(load);
        assertLived(early, late);
      }
      assertToldAll(events, seen);
      assertSameLeader(lease);
      System.out.printf(
          "%s: %d events of %d pods, no state that was seen is missing, none is there twice; the"
              + " leader is the same%n",
          what, events.all().size(), seen.states().size());
    }
    assertCalm();
  }

  private static void assertUnbroken(FollowedLog followed, Duration time) {
    assertThat(followed.end()).isEmpty();
    List<String> lines = followed.lines();
    assertThat(lines)
        .isEqualTo(IntStream.range(0, lines.size()).mapToObj(String::valueOf).toList());
    assertThat(lines)
        .as("lines; all stop alike where another kubelet of this computer has the same log folder")
        .hasSizeGreaterThan((int) (time.toSeconds() / 2));
  }

  private void assertNoDuplicates(SteadyRequests load) {
    assertThat(load.made()).doesNotHaveDuplicates();
    List<String> keys = new ArrayList<>();
    for (Pod pod : ack.admin().pods().inNamespace(ack.namespace()).list().getItems()) {
      String key = pod.getMetadata().getAnnotations().get("serai.dev/idempotency-key");
      if (key != null) {
        keys.add(key);
      }
    }
    assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
  }

  /** What a client with lasting credentials saw was told. */
  private static void assertToldAll(EventLog events, SeenStates seen) {
    await()
        .alias("every state is told")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              for (Map.Entry<String, List<String>> pod : seen.states().entrySet()) {
                List<String> reported = events.statesOf(pod.getKey());
                assertThat(reported).as(pod.getKey()).containsAll(pod.getValue());
                assertThat(reported).as(pod.getKey()).doesNotHaveDuplicates();
                if (seen.isGone(pod.getKey())) {
                  assertThat(reported.get(reported.size() - 1))
                      .as(pod.getKey())
                      .isEqualTo("Terminated");
                }
              }
            });
    assertThat(seen.states()).hasSizeGreaterThan(50);
    assertThat(events.all().stream().map(event -> event.path("id").asText()))
        .doesNotHaveDuplicates();
  }

  private void assertSameLeader(Lease before) {
    Lease now = lease();
    assertThat(now.getSpec().getHolderIdentity()).isEqualTo(before.getSpec().getHolderIdentity());
    assertThat(now.getSpec().getLeaseTransitions())
        .isEqualTo(before.getSpec().getLeaseTransitions());
  }

  /** Of each generation of clients but the last nothing is left. */
  private static void assertLived(LiveObjects early, LiveObjects late) {
    assertThat(late.informers()).isEqualTo(early.informers());
    // the followed log holds the generation it began with
    assertThat(late.httpClients()).isLessThanOrEqualTo(early.httpClients() + 2);
    assertThat(late.sockets()).isLessThanOrEqualTo(early.sockets() + 10);
    assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 10);
  }

  private void assertCalm() {
    // a followed log that is cut at the stop is not answered a second time
    assertThat(log.lines()).noneMatch(line -> line.contains("Response head already sent"));
    assertThat(log.lines())
        .filteredOn(line -> line.startsWith("dev.serai"))
        .noneMatch(line -> line.contains("rejects the credentials"))
        .noneMatch(line -> line.contains("Lost the watch of pods"))
        .noneMatch(line -> line.contains("401"));
  }

  private Lease lease() {
    List<Lease> leases = ack.admin().leases().inNamespace(ack.namespace()).list().getItems();
    assertThat(leases).hasSize(1);
    return leases.get(0);
  }

  private int renewals() {
    return (int)
            ack.cloud().calls(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).stream()
                .filter(call -> call.succeeded())
                .count()
        - 1;
  }

  /** The second watch takes the place of the first, and what has ended is closed. */
  private static void settle() {
    sleep(Duration.ofSeconds(4));
  }

  private static void pause() {
    sleep(Duration.ofSeconds(5));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
