package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.ItemLedger.AttemptPodState;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.LogTail;
import dev.serai.batch.TestLedger;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.TestClusters;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodOutcomes;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackingTest {

  private static final AttemptRef REF = new AttemptRef("b-1", 0, 1);
  private static final Created CREATED = new Created(REF, "pod", "uid", "a");
  private static final Map<String, String> OURS = Map.of("ours", "yes");

  private final Clock clock = Clock.systemUTC();
  private final SimulatedCluster simulated =
      SimulatedCluster.start(SimulationTiming.brief(), clock);
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(simulated.config()).build();
  private final Clusters clusters =
      new Clusters(
          List.of(TestClusters.of(TestClusters.described("a", "", 1), simulated.config(), clock)));
  private final PodCache cache = new PodCache(clusters, OURS);
  private final AttemptRegistry attempts = new AttemptRegistry("store", true, clock);
  private AttemptPodState standing = AttemptPodState.PRESENT;
  private final TestLedger ledger =
      new TestLedger()
          .answer("created", () -> standing)
          .answer("end", Optional::empty)
          .answer("keep", () -> PodRetention.KEPT_IF_STOPPED);

  @BeforeEach
  void start() {
    cache.start();
  }

  @AfterEach
  void close() {
    cache.close();
    clusters.close();
    client.close();
    simulated.close();
  }

  @Test
  void thePodOfAnAttemptThatIsOverGoesWithoutASecondEnd() {
    standing = AttemptPodState.OVER;

    tracking().end(PodObservation.of(PodObservation.What.GONE, REF, pod()), LogTail.NONE);

    assertThat(ledger.asked()).containsExactly("created");
  }

  @Test
  void thePodOfAnAttemptThatGoesOnEndsItWhenItGoes() {
    tracking().end(PodObservation.of(PodObservation.What.GONE, REF, pod()), LogTail.NONE);

    assertThat(ledger.asked()).containsExactly("created", "end");
  }

  @Test
  void aPodThatHasStoppedIsKeptThoughItWasSeenBeforeThat() {
    Pod seen = client.resource(pod("10ms")).create();
    await().until(() -> cached().filter(PodOutcomes::hasStopped).isPresent());

    assertThat(tracking().isLeft(PodObservation.of(PodObservation.What.RUNNING, REF, seen)))
        .isFalse();
    assertThat(tracking().isLeft(PodObservation.of(PodObservation.What.LEFT, REF, bare(seen))))
        .isFalse();
  }

  @Test
  void aPodThatRunsIsNotKept() {
    Pod seen = client.resource(pod("10m")).create();
    await().until(() -> cached().flatMap(PodOutcomes::startedAt).isPresent());

    assertThat(tracking().isLeft(PodObservation.of(PodObservation.What.RUNNING, REF, seen)))
        .isTrue();
  }

  @Test
  void aPodThatHasStoppedSaysNothingOfAnotherOneOfItsName() {
    client.resource(pod("10ms")).create();
    await().until(() -> cached().filter(PodOutcomes::hasStopped).isPresent());

    assertThat(tracking().isLeft(PodObservation.of(PodObservation.What.LEFT, REF, pod()))).isTrue();
  }

  @Test
  void createdPodsAreRecordedTogetherAndOnce() {
    HeldClaims claims = new HeldClaims(attempts, 32, clock);
    claims.created(CREATED);
    ledger.answer("created", () -> Map.of(CREATED, AttemptPodState.PRESENT));

    assertThat(tracking().recordCreated()).isEmpty();
    assertThat(tracking().recordCreated()).isEmpty();

    assertThat(ledger.asked()).containsExactly("created");
  }

  @Test
  void theCreatedPodOfAnAttemptThatHasEndedIsToBeDeleted() {
    new HeldClaims(attempts, 32, clock).created(CREATED);
    ledger.answer("created", () -> Map.of(CREATED, AttemptPodState.OVER));

    List<PodObservation> left = tracking().recordCreated();

    assertThat(left).hasSize(1);
    assertThat(left.get(0).what()).isEqualTo(PodObservation.What.LEFT);
    assertThat(left.get(0).ref()).isEqualTo(REF);
    assertThat(attempts.isBusy(REF)).as("a sweep skips it").isTrue();
  }

  @Test
  void createdPodsAreRecordedWhenTheDatabaseIsBack() {
    new HeldClaims(attempts, 32, clock).created(CREATED);
    ledger.answer(
        "created",
        () -> {
          throw new DatabaseUnavailableException("down");
        });
    assertThatThrownBy(() -> tracking().recordCreated())
        .isInstanceOf(DatabaseUnavailableException.class);
    ledger.answer("created", () -> Map.of(CREATED, AttemptPodState.PRESENT));

    tracking().recordCreated();

    assertThat(attempts.unrecorded()).isEmpty();
  }

  @Test
  void createdPodsThatCannotBeRecordedDoNotHoldUpTheOthers() {
    new HeldClaims(attempts, 32, clock).created(CREATED);
    ledger.answer(
        "created",
        () -> {
          throw new IllegalStateException("a fault");
        });

    assertThatThrownBy(() -> tracking().recordCreated()).isInstanceOf(IllegalStateException.class);

    assertThat(attempts.unrecorded()).as("left to the sweep").isEmpty();
  }

  @Test
  void whatTheDatabaseSaysOfAPodThatRunsIsWhatIsDoneAboutIt() {
    PodObservation seen = PodObservation.of(PodObservation.What.RUNNING, REF, pod());

    assertThat(tracking().record(seen)).isEqualTo(seen);
    standing = AttemptPodState.UNWANTED;
    assertThat(tracking().record(seen).what()).isEqualTo(PodObservation.What.UNWANTED);
    standing = AttemptPodState.OVER;
    assertThat(tracking().record(seen).what()).isEqualTo(PodObservation.What.LEFT);
  }

  @Test
  void anEndIsNotRecordedBeforeItsLogIsRead() {
    PodObservation seen = PodObservation.of(PodObservation.What.ENDED, REF, pod());

    assertThat(tracking().record(seen)).isSameAs(seen);

    assertThat(ledger.asked()).isEmpty();
  }

  private Optional<Pod> cached() {
    return cache.find(AttemptPods.name(REF));
  }

  private static Pod bare(Pod pod) {
    return AttemptPods.bare(
        new Created(REF, pod.getMetadata().getName(), pod.getMetadata().getUid(), "a"));
  }

  private static Pod pod() {
    return new PodBuilder(pod("10ms")).editMetadata().withUid("another").endMetadata().build();
  }

  private static Pod pod(String time) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(AttemptPods.name(REF))
        .withLabels(OURS)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName(PodContract.MAIN_CONTAINER)
        .withImage("box:1")
        .addNewEnv()
        .withName("SERAI_SIMULATE")
        .withValue("{\"runFor\":\"" + time + "\"}")
        .endEnv()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .endStatus()
        .build();
  }

  private Tracking tracking() {
    return new Tracking(
        ledger.ledger(),
        cache,
        new PodOutcomes(
            new PodReader(clock, Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24)),
            clock),
        attempts,
        clock);
  }
}
