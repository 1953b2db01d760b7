package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedKubeletTest extends ClusterTest {

  @Test
  void runsUntilItIsDeletedWithAnAddressOfItsOwn() {
    create("a", "{}");
    create("b", "{}");

    Pod a = awaitPhase("a", "Running");
    Pod b = awaitPhase("b", "Running");

    assertThat(a.getStatus().getPodIP()).startsWith("10.").isNotEqualTo(b.getStatus().getPodIP());
    assertThat(a.getStatus().getHostIP()).isNotEmpty();
    assertThat(a.getSpec().getNodeName()).isEqualTo(PodStatuses.NODE);
    assertThat(a.getStatus().getConditions())
        .filteredOn(c -> c.getStatus().equals("True"))
        .extracting(PodCondition::getType)
        .contains("PodScheduled", "Initialized", "ContainersReady", "Ready");
    var status = a.getStatus().getContainerStatuses().get(0);
    assertThat(status.getReady()).isTrue();
    assertThat(status.getState().getRunning().getStartedAt()).isNotEmpty();
  }

  @Test
  void succeedsWhenItsTimeIsOver() {
    create("ok", "{\"runFor\":\"50ms\"}");

    Pod pod = awaitPhase("ok", "Succeeded");

    var ended = pod.getStatus().getContainerStatuses().get(0).getState().getTerminated();
    assertThat(ended.getExitCode()).isZero();
    assertThat(ended.getReason()).isEqualTo("Completed");
    assertThat(ended.getFinishedAt()).isNotEmpty();
    assertThat(ended.getStartedAt()).isNotEmpty();
  }

  @Test
  void failsWithItsExitCode() {
    create("bad", "{\"runFor\":\"0s\",\"exitCode\":3}");

    Pod pod = awaitPhase("bad", "Failed");

    var ended = pod.getStatus().getContainerStatuses().get(0).getState().getTerminated();
    assertThat(ended.getExitCode()).isEqualTo(3);
    assertThat(ended.getReason()).isEqualTo("Error");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, Failed",
    "2, 2, Failed",
    "3, 2, Succeeded",
    "1, '', Succeeded",
    "'', 1, Failed",
    "'', '', Succeeded"
  })
  void failsInAsManyAttemptsAsItsVariableSays(String attempt, String failing, String phase) {
    create(
        pod("flaky", "{\"runFor\":\"0s\",\"exitCode\":3,\"failingAttempts\":\"${FAILING}\"}")
            .editSpec()
            .editFirstContainer()
            .addNewEnv()
            .withName("SERAI_ATTEMPT")
            .withValue(attempt)
            .endEnv()
            .addNewEnv()
            .withName("FAILING")
            .withValue(failing)
            .endEnv()
            .endContainer()
            .endSpec()
            .build());

    awaitPhase("flaky", phase);
  }

  @Test
  void waitsForANodeForeverIfItFitsNone() {
    create("big", "{\"unschedulable\":true}");

    await()
        .until(
            () ->
                get("big").getStatus().getConditions().stream()
                    .anyMatch(c -> "Unschedulable".equals(c.getReason())));

    assertThat(get("big").getStatus().getPhase()).isEqualTo("Pending");
    assertThat(reasonsOfEvents("big")).containsExactly("FailedScheduling");
  }

  @Test
  void staysPendingIfItsImageDoesNotExist() {
    create(
        pod("img", "{}")
            .editSpec()
            .editFirstContainer()
            .withImage("registry.example.com/does-not-exist:1")
            .endContainer()
            .endSpec()
            .build());

    await()
        .until(
            () ->
                get("img").getStatus().getContainerStatuses().stream()
                    .anyMatch(
                        s ->
                            s.getState().getWaiting() != null
                                && "ImagePullBackOff"
                                    .equals(s.getState().getWaiting().getReason())));
    assertThat(get("img").getStatus().getPhase()).isEqualTo("Pending");
    assertThat(reasonsOfEvents("img")).contains("Scheduled", "Pulling", "Failed", "BackOff");
  }

  @Test
  void endsAtItsDeadline() {
    create(pod("late", "{}").editSpec().withActiveDeadlineSeconds(1L).endSpec().build());

    Pod pod = awaitPhase("late", "Failed");

    assertThat(pod.getStatus().getReason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void passesThroughItsStatesInOrder() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (var watch =
        client
            .pods()
            .watch(
                new Watcher<Pod>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    seen.add(action + " " + pod.getStatus().getPhase());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      assertThat(watch).isNotNull();
      create("p", "{\"runFor\":\"20ms\"}");
      awaitPhase("p", "Succeeded");
      client.pods().withName("p").delete();
      await().until(() -> seen.contains("DELETED Succeeded"));
    }
    assertThat(seen)
        .containsExactly(
            "ADDED Pending",
            "MODIFIED Pending",
            "MODIFIED Running",
            "MODIFIED Succeeded",
            "DELETED Succeeded");
  }

  @Test
  void recordsEventsAsAKubeletDoes() {
    create("e", "{}");
    create("other", "{}");
    awaitPhase("e", "Running");
    client.pods().withName("e").withGracePeriod(1).delete();
    await().until(() -> get("e") == null);

    assertThat(reasonsOfEvents("e"))
        .containsExactly("Scheduled", "Pulled", "Created", "Started", "Killing");
  }

  @Test
  void stopsGracefullyAndThenIsGone() {
    create("g", "{}");
    awaitPhase("g", "Running");

    client.pods().withName("g").withGracePeriod(30).delete();

    Pod going = get("g");
    if (going != null) {
      assertThat(going.getMetadata().getDeletionTimestamp()).isNotEmpty();
      assertThat(going.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    }
    await().until(() -> get("g") == null);
  }

  @Test
  void isGoneAtOnceWithoutGrace() {
    create("f", "{}");
    awaitPhase("f", "Running");

    client.pods().withName("f").withGracePeriod(0).delete();

    assertThat(get("f")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"imageError\":\"ErrImagePull\"}"})
  void isGoneAlsoWhenItsDeadlinePassesWhileItStops(String simulation) {
    SimulationTiming slowToStop =
        new SimulationTiming(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(1500));
    try (SimulatedCluster slow = SimulatedCluster.start(slowToStop, Clock.systemUTC());
        KubernetesClient direct = new KubernetesClientBuilder().withConfig(slow.config()).build()) {
      direct.resource(pod("d", simulation).build()).create();
      await().until(() -> direct.pods().withName("d").get().getSpec().getNodeName() != null);

      direct.pods().withName("d").withGracePeriod(30).delete();
      direct
          .pods()
          .withName("d")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");

      await().until(() -> direct.pods().withName("d").get() == null);
    }
  }

  @Test
  void leavesNothingInMemoryBehind() {
    for (int i = 0; i < 20; i++) {
      create("m" + i, i % 2 == 0 ? "{}" : "{\"runFor\":\"0s\"}");
    }
    awaitPhase("m19", "Succeeded");
    client.pods().inNamespace("default").withGracePeriod(0).delete();

    await()
        .untilAsserted(
            () -> {
              assertThat(cluster.held().pods()).isZero();
              assertThat(cluster.held().lives()).isZero();
            });
  }

  private List<String> reasonsOfEvents(String name) {
    return client
        .v1()
        .events()
        .inNamespace("default")
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .map(Event::getReason)
        .toList();
  }
}
