package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.batch.AttemptRef;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.TestClusters;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodOutcomes;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sole replica publishes of attempts that it has not claimed since its start. */
class PodObserverTest {

  private static final AttemptRef REF = new AttemptRef("b-1", 0, 1);
  private static final AttemptRef LAST = new AttemptRef("b-1", 1, 1);

  private final Clock clock = Clock.systemUTC();
  private final CamelContext camel = new DefaultCamelContext();
  private final PodCache cache =
      new PodCache(new Clusters(List.of(TestClusters.of("a", 1))), Map.of("app", "test"));
  private final AttemptRegistry attempts = new AttemptRegistry("store", true, clock);
  private final List<String> reported = new CopyOnWriteArrayList<>();
  private boolean full;
  private final PodObserver observations =
      new PodObserver(
          camel.getEndpoint("direct:test"),
          exchange -> {
            if (full) {
              throw new IllegalStateException("Queue full");
            }
            PodObservation seen = exchange.getMessage().getBody(PodObservation.class);
            reported.add(seen.what() + " " + seen.ref().position());
          },
          cache,
          new PodOutcomes(
              new PodReader(
                  clock, Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24)),
              clock),
          attempts);

  @BeforeEach
  void start() {
    observations.start();
  }

  @AfterEach
  void stop() {
    observations.stop();
    cache.close();
  }

  @Test
  void eachThingIsToldOnce() {
    observations.onPod(pod(REF, "Pending"));
    observations.onPod(pod(REF, "Running"));
    observations.onPod(pod(REF, "Running"));
    observations.onPod(pod(REF, "Succeeded"));
    observations.onPod(pod(REF, "Succeeded"));
    observations.onGone(pod(REF, "Succeeded"));

    assertTold("RUNNING 0", "ENDED 0");
  }

  @Test
  void aPodThatGoesBeforeItEndsIsToldToBeGone() {
    observations.onPod(pod(REF, "Pending"));
    observations.onGone(pod(REF, "Pending"));

    assertTold("GONE 0");
  }

  @Test
  void nothingMoreIsToldOfAnAttemptWhoseEndIsKnown() {
    observations.onPod(pod(REF, "Pending"));
    observations.onPod(pod(REF, "Running"));
    await().until(() -> reported.size() == 1);

    attempts.ended(REF);
    observations.onPod(pod(REF, "Failed"));
    observations.onGone(pod(REF, "Failed"));

    assertTold("RUNNING 0");
  }

  @Test
  void whatTheQueueHasNoRoomForIsLeftToTheSweepOrTheNextEvent() {
    full = true;
    observations.onPod(pod(REF, "Succeeded"));
    assertThat(attempts.isBusy(REF)).as("a sweep may process it").isFalse();
    full = false;

    observations.onPod(pod(REF, "Succeeded"));

    assertTold("ENDED 0");
  }

  @Test
  void podsOfOtherDatabasesAreLetAlone() {
    Pod other = pod(REF, "Running");
    other.getMetadata().getLabels().put(PodContract.STORE, "other");

    observations.onPod(other);
    observations.onGone(other);

    assertTold();
  }

  /** Asserts these observations and no others, since later ones are published later. */
  private void assertTold(String... what) {
    observations.onPod(pod(LAST, "Running"));
    await().until(() -> reported.contains("RUNNING 1"));
    reported.remove("RUNNING 1");
    assertThat(reported).containsExactly(what);
  }

  private static Pod pod(AttemptRef ref, String phase) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(AttemptPods.name(ref))
            .withUid("uid-" + ref)
            .addToLabels(PodContract.BATCH, ref.batch())
            .addToLabels(PodContract.STORE, "store")
            .addToAnnotations(PodContract.ATTEMPT, ref.toString())
            .addToAnnotations(PodContract.CLUSTER, "a")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withPhase(phase)
            .endStatus();
    if (phase.equals("Running")) {
      pod.editStatus()
          .addNewContainerStatus()
          .withName(PodContract.MAIN_CONTAINER)
          .withNewState()
          .withNewRunning()
          .withStartedAt("2026-11-01T12:00:00Z")
          .endRunning()
          .endState()
          .endContainerStatus()
          .endStatus();
    }
    return pod.build();
  }
}
