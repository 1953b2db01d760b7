package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches from their items to their pods and back, on a simulated cluster behind a proxy. */
class BatchRunTest {

  private static final String QUICK = "{\"runFor\":\"50ms\",\"log\":[\"done\"]}";
  private static final String LONG = "{\"runFor\":\"10m\"}";

  /** The clock of the server and the cluster. */
  private static final ShiftedClock CLOCK = new ShiftedClock();

  @TempDir static Path folder;

  private static SimulatedCluster cluster;
  private static KubernetesClient direct;
  private static ClusterProxy proxy;
  private static RunningServer server;
  private static BatchStore store;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start(SimulationTiming.brief(), CLOCK);
    direct = new KubernetesClientBuilder().withConfig(cluster.config()).build();
    proxy = ClusterProxy.to(cluster.url());
    Path kubeconfig = Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "token");
    server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "schedule-type", "k8s",
                "kubeconfig", kubeconfig.toString(),
                "request-timeout", "2s",
                "stuck-grace", "1s",
                "batch-log-size", "1KiB",
                "batch-logs", folder.resolve("logs").toString(),
                "cleanup-interval", "1s",
                "batch-sweep-interval", "500ms"),
            CLOCK);
    store = server.server().batchStore();
  }

  @AfterAll
  static void stop() {
    server.close();
    proxy.close();
    direct.close();
    cluster.close();
  }

  @AfterEach
  void nothingIsLeft() {
    proxy.passAll();
    Awaitility.await("every pod is deleted")
        .untilAsserted(
            () -> assertThat(pods()).extracting(pod -> pod.getMetadata().getName()).isEmpty());
  }

  @Test
  void theLogsOfADeletedBatchAreRemoved() {
    String id = new TestBatch().items(3, QUICK).submit(store);
    String kept = new TestBatch().items(1, QUICK).submit(store);
    await(id);
    await(kept);
    assertThat(folder.resolve("logs").resolve(id)).isDirectoryContaining("glob:**.log");

    store.delete(id);

    Awaitility.await().until(() -> Files.notExists(folder.resolve("logs").resolve(id)));
    assertThat(folder.resolve("logs").resolve(kept).resolve("0-1.log")).exists();
  }

  @Test
  void everyWayToEndIsKnownWithItsReasonAndItsLog() throws Exception {
    String id =
        new TestBatch()
            .attempts(1, 0)
            .item("ok", QUICK)
            .item("three", "{\"runFor\":\"50ms\",\"exitCode\":3,\"log\":[\"sorry\"]}")
            .item("image", "{\"imageError\":\"ErrImagePull\"}")
            .item("memory", "{\"runFor\":\"50ms\",\"end\":\"OOMKilled\"}")
            .item("evicted", "{\"runFor\":\"50ms\",\"end\":\"Evicted\"}")
            .item("lost", "{\"runFor\":\"50ms\",\"end\":\"NodeLost\"}")
            .item("deleted", "{\"runFor\":\"50ms\",\"end\":\"Deleted\"}")
            .item("late", "hello@1.0.0", LONG, Optional.of(Duration.ofSeconds(1)))
            .item("unknown", "no-such@1.0.0", "{}", Optional.empty())
            .submit(store);

    Batch ended = await(id);

    // the kubelet of a lost node does not learn that its pods are deleted
    direct.pods().inNamespace("default").withName(id + "-5-1").withGracePeriod(0).delete();
    assertThat(ended.state()).isEqualTo(BatchState.FAILED);
    assertEnd(id, "ok", ItemState.SUCCEEDED, AttemptOutcome.Kind.SUCCEEDED, "", 0);
    assertEnd(id, "three", ItemState.FAILED, AttemptOutcome.Kind.FAILED, "Error", 3);
    // which of the two it is at the end of the grace period depends on milliseconds
    assertEnd(
        id,
        "image",
        ItemState.FAILED,
        AttemptOutcome.Kind.INFRASTRUCTURE,
        Set.of("ErrImagePull", "ImagePullBackOff"),
        -1);
    assertEnd(id, "memory", ItemState.FAILED, AttemptOutcome.Kind.FAILED, "OOMKilled", 137);
    assertEnd(id, "evicted", ItemState.FAILED, AttemptOutcome.Kind.INFRASTRUCTURE, "Evicted", 137);
    assertEnd(id, "lost", ItemState.FAILED, AttemptOutcome.Kind.INFRASTRUCTURE, "NodeLost", -1);
    assertEnd(
        id, "late", ItemState.TIMED_OUT, AttemptOutcome.Kind.TIMED_OUT, "DeadlineExceeded", 137);
    assertEnd(id, "unknown", ItemState.FAILED, AttemptOutcome.Kind.REFUSED, "NotFound", -1);
    assertThat(attempts(id, "deleted"))
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.end().orElseThrow().kind())
                  .isEqualTo(AttemptOutcome.Kind.INFRASTRUCTURE);
              assertThat(attempt.end().orElseThrow().reason()).isEqualTo("Deleted");
            });
    assertThat(lastAttempt(id, "ok").end().orElseThrow().log().text()).isEqualTo("done\n");
    assertThat(lastAttempt(id, "three").end().orElseThrow().log().text()).isEqualTo("sorry\n");
    assertThat(lastAttempt(id, "ok").node()).isEqualTo("simulated-node");
    assertThat(lastAttempt(id, "ok").startedAt()).isPresent();
    assertThat(folder.resolve("logs").resolve(id).resolve("0-1.log")).hasContent("done");
    assertThat(Files.getPosixFilePermissions(folder.resolve("logs").resolve(id).resolve("0-1.log")))
        .hasSize(2);
  }

  @Test
  void aFailureIsTriedAgainWithinItsBudgetAndInfrastructureWithinItsOwn() {
    String id =
        new TestBatch()
            .attempts(3, 2)
            .item(
                "second", "{\"runFor\":\"10ms\",\"attempts\":[{\"exitCode\":1},{\"exitCode\":0}]}")
            .item("never", "{\"runFor\":\"10ms\",\"exitCode\":1}")
            .item(
                "mixed",
                "{\"runFor\":\"10ms\",\"attempts\":[{\"end\":\"Evicted\"},{\"end\":\"Evicted\"},"
                    + "{\"exitCode\":1},{\"exitCode\":0}]}")
            .submit(store);

    await(id);

    assertThat(item(id, "second").state()).isEqualTo(ItemState.SUCCEEDED);
    assertThat(attempts(id, "second")).hasSize(2);
    assertThat(item(id, "never").state()).isEqualTo(ItemState.FAILED);
    assertThat(attempts(id, "never")).hasSize(3);
    assertThat(item(id, "mixed").state()).isEqualTo(ItemState.SUCCEEDED);
    assertThat(attempts(id, "mixed")).hasSize(4);
    List<Attempt> mixed = attempts(id, "mixed");
    for (int i = 1; i < mixed.size(); i++) {
      assertThat(mixed.get(i).claimedAt())
          .as("one after the other")
          .isAfterOrEqualTo(mixed.get(i - 1).end().orElseThrow().at());
    }
  }

  @Test
  void onlyTheExitCodesThatAreNamedAreTriedAgain() {
    String id =
        new TestBatch()
            .attempts(2, 0)
            .retryOnlyOn(75)
            .item("worth", "{\"runFor\":\"10ms\",\"exitCode\":75}")
            .item("not", "{\"runFor\":\"10ms\",\"exitCode\":1}")
            .submit(store);

    await(id);

    assertThat(attempts(id, "worth")).hasSize(2);
    assertThat(attempts(id, "not")).hasSize(1);
  }

  @Test
  void aPodSaysWhoseItIsAndIsKeptForAsLongAsItsBatchWants() {
    String id =
        new TestBatch().keepsPodsFor(Duration.ofMinutes(10)).item("the one", QUICK).submit(store);

    await(id);

    Pod pod = pods().get(0);
    assertThat(pod.getMetadata().getName()).isEqualTo(id + "-0-1");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry(PodContract.BATCH, id)
        .containsKey(PodContract.ITEM);
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry(PodContract.ATTEMPT, id + "/0/1")
        .containsEntry(PodContract.OWNER, "team");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getContainers().get(0).getEnv())
        .extracting(variable -> variable.getName() + "=" + variable.getValue())
        .contains("SERAI_BATCH_ID=" + id, "SERAI_ITEM_ID=the one", "SERAI_ATTEMPT=1");
    server.awaitNextRun("batch-sweep");
    runLater();
    assertThat(direct.pods().inNamespace("default").withName(id + "-0-1").get())
        .as("it is kept")
        .isNotNull();
    // then it is deleted, as after each test
    CLOCK.skip(Duration.ofMinutes(11));
  }

  @Test
  void cancellingStopsWhatRunsAndStartsNothingMore() {
    String id = new TestBatch().parallelism(3).items(10, LONG).submit(store);
    awaitRunning(id, 3);

    store.cancel(id, "Cancelled", "by a test", CLOCK.instant());

    Batch ended = await(id);
    assertThat(ended.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(ended.counts().of(ItemState.CANCELLED)).isEqualTo(10);
    assertThat(creationsOf(id)).isEqualTo(3);
  }

  @Test
  void aCancelledBatchKeepsNoPodWhoseProgramRuns() {
    String id =
        new TestBatch()
            .keepsPodsFor(Duration.ofHours(1))
            .parallelism(2)
            .item("quick", QUICK)
            .item("long", LONG)
            .submit(store);
    awaitRunning(id, 1);
    Awaitility.await("the quick one has ended")
        .until(() -> counts(id, ItemState.SUCCEEDED) == 1 && counts(id, ItemState.RUNNING) == 1);

    store.cancel(id, "Cancelled", "by a test", CLOCK.instant());

    await(id);
    Awaitility.await("running pods are deleted, and ended ones are kept")
        .untilAsserted(
            () ->
                assertThat(pods())
                    .extracting(pod -> pod.getMetadata().getName())
                    .containsExactly(id + "-0-1"));
    // the kept pods are deleted with it
    store.delete(id);
  }

  @Test
  void aPausedBatchStartsNothingUntilItIsResumed() {
    String id =
        new TestBatch()
            .parallelism(2)
            .item("first", "{\"runFor\":\"1s\"}")
            .item("second", "{\"runFor\":\"1s\"}")
            .items(4, "{\"runFor\":\"400ms\"}")
            .submit(store);
    Awaitility.await("two are started").until(() -> creationsOf(id) >= 2);

    assertThat(store.pause(id)).isTrue();
    Awaitility.await("running ones have ended").until(() -> counts(id, ItemState.SUCCEEDED) >= 2);
    Awaitility.await("nothing is active").until(() -> store.find(id).get().counts().active() == 0);
    long before = creationsOf(id);
    runLater();
    assertThat(creationsOf(id)).as("nothing is started").isEqualTo(before);
    store.resume(id);

    assertThat(await(id).counts().of(ItemState.SUCCEEDED)).isEqualTo(6);
  }

  @Test
  void aRetryRunsTheFailedItemsAlone() {
    String id =
        new TestBatch()
            .item("good", QUICK)
            .item("bad", "{\"runFor\":\"10ms\",\"attempts\":[{\"exitCode\":1},{\"exitCode\":0}]}")
            .submit(store);
    assertThat(await(id).state()).isEqualTo(BatchState.FAILED);

    assertThat(store.retryFailed(id, CLOCK.instant())).isEqualTo(1);

    assertThat(await(id).state()).isEqualTo(BatchState.SUCCEEDED);
    assertThat(attempts(id, "good")).hasSize(1);
    assertThat(attempts(id, "bad")).hasSize(2);
  }

  @Test
  void failFastEndsTheBatchWithItsFirstFailure() {
    String id =
        new TestBatch()
            .failsFast()
            .parallelism(3)
            .item("bad", "{\"runFor\":\"100ms\",\"exitCode\":1}")
            .items(8, LONG)
            .submit(store);

    Batch ended = await(id);

    assertThat(ended.state()).isEqualTo(BatchState.FAILED);
    assertThat(ended.reason()).isEqualTo("FailFast");
    assertThat(ended.counts().of(ItemState.FAILED)).isEqualTo(1);
    assertThat(ended.counts().of(ItemState.CANCELLED)).isEqualTo(8);
  }

  @Test
  void aDeadlineEndsTheBatch() {
    String id =
        new TestBatch().deadline(Duration.ofSeconds(2)).parallelism(2).items(4, LONG).submit(store);

    Batch ended = await(id);

    assertThat(ended.state()).isEqualTo(BatchState.FAILED);
    assertThat(ended.reason()).isEqualTo("DeadlineExceeded");
    assertThat(ended.counts().of(ItemState.CANCELLED)).isEqualTo(4);
  }

  @Test
  void whatTheApiServerCanNotTakeNowWaitsAndCostsNoAttempt() {
    AtomicInteger refused = new AtomicInteger();
    proxy.treat(
        head ->
            ClusterProxy.isCreation(head) && refused.incrementAndGet() <= 5
                ? ClusterProxy.Treatment.status(429, "TooManyRequests", "not now")
                : ClusterProxy.Treatment.PASS);

    String id = new TestBatch().attempts(1, 0).items(5, QUICK).submit(store);

    assertThat(await(id).counts().of(ItemState.SUCCEEDED)).isEqualTo(5);
    assertThat(refused).hasValueGreaterThan(5);
    assertThat(attempts(id, "i0")).hasSize(1);
  }

  @Test
  void whileTheApiServerIsAwayEverythingWaitsAndNothingIsLost() {
    String id =
        new TestBatch()
            .attempts(1, 0)
            .parallelism(20)
            .items(60, "{\"runFor\":\"300ms\",\"log\":[\"done\"]}")
            .submit(store);
    Awaitility.await("some have ended").until(() -> counts(id, ItemState.SUCCEEDED) > 5);
    proxy.down();
    try {
      Awaitility.await("all started pods end, unnoticed by the server")
          .until(() -> pods().stream().noneMatch(BatchRunTest::isActive));
      Awaitility.await("the server has noticed that its watch is lost")
          .until(() -> server.metric("serai_cluster_up") == 0);
    } finally {
      proxy.up();
    }

    Batch ended = await(id);

    assertThat(ended.counts().of(ItemState.SUCCEEDED)).isEqualTo(60);
    for (Item item : store.items(id, Optional.empty(), -1, 100)) {
      assertThat(item.attempt()).as(item.id()).isEqualTo(1);
      assertThat(lastAttempt(id, item.id()).end().orElseThrow().log().text())
          .as(item.id())
          .isEqualTo("done\n");
    }
  }

  @Test
  void aCreationWhoseAnswerIsLostMakesOnePod() {
    eachIsMadeOnce(ClusterProxy.Treatment.LOSE_ANSWER, 2);
  }

  @Test
  void aCreationThatIsLostIsRepeated() {
    eachIsMadeOnce(ClusterProxy.Treatment.LOSE_REQUEST, 4);
  }

  /**
   * @param creations the minimum number of requests: one is not repeated when its pod is observed
   */
  private static void eachIsMadeOnce(ClusterProxy.Treatment first, int creations) {
    AtomicInteger made = new AtomicInteger();
    proxy.treat(
        head ->
            ClusterProxy.isCreation(head) && made.getAndIncrement() < 2
                ? first
                : ClusterProxy.Treatment.PASS);

    String id =
        new TestBatch()
            .attempts(1, 0)
            .items(2, "{\"runFor\":\"2s\",\"log\":[\"done\"]}")
            .submit(store);
    Batch ended = await(id);

    assertThat(ended.counts().of(ItemState.SUCCEEDED)).isEqualTo(2);
    assertThat(made).hasValueGreaterThanOrEqualTo(creations);
    assertThat(attempts(id, "i0")).hasSize(1);
    assertThat(attempts(id, "i1")).hasSize(1);
  }

  @Test
  void aCreationWhoseAnswerIsLostIsNotRepeatedWhenItsPodHasEndedMeanwhile() {
    AtomicInteger made = new AtomicInteger();
    proxy.treat(
        head ->
            ClusterProxy.isCreation(head) && made.getAndIncrement() == 0
                ? ClusterProxy.Treatment.LOSE_ANSWER
                : ClusterProxy.Treatment.PASS);

    String id = new TestBatch().attempts(1, 0).item("quick", QUICK).submit(store);

    assertThat(await(id).counts().of(ItemState.SUCCEEDED)).isEqualTo(1);
    // its target is not used for a while, and then accepts the waiting items
    runLater();
    server.awaitIdle("batch-start");
    assertThat(made).as("its own, and that of the later one").hasValue(2);
  }

  @Test
  void aPodThatIsDeletedBeforeItsLogIsTakenHasEndedAsItWasSeen() {
    AtomicInteger asked = new AtomicInteger();
    proxy.treat(
        head ->
            head.contains("/log?") && asked.incrementAndGet() > 0
                ? ClusterProxy.Treatment.status(500, "InternalError", "no such node")
                : ClusterProxy.Treatment.PASS);
    String id = new TestBatch().attempts(1, 0).item("one", QUICK).submit(store);
    Awaitility.await("its log was asked for again and again").until(() -> asked.get() > 3);

    direct.pods().inNamespace("default").withName(id + "-0-1").withGracePeriod(0).delete();

    assertThat(await(id).state()).isEqualTo(BatchState.SUCCEEDED);
    assertEnd(id, "one", ItemState.SUCCEEDED, AttemptOutcome.Kind.SUCCEEDED, "", 0);
  }

  @Test
  void whatTheApiServerRefusesFailsWithItsWords() {
    proxy.treat(
        head ->
            ClusterProxy.isCreation(head)
                ? ClusterProxy.Treatment.status(422, "Invalid", "spec is wrong")
                : ClusterProxy.Treatment.PASS);

    String id = new TestBatch().attempts(3, 3).item("one", QUICK).submit(store);
    await(id);

    assertThat(item(id, "one").state()).isEqualTo(ItemState.FAILED);
    assertThat(item(id, "one").message()).contains("spec is wrong");
    assertThat(attempts(id, "one")).hasSize(1);
  }

  private static void assertEnd(
      String batch,
      String item,
      ItemState state,
      AttemptOutcome.Kind kind,
      String reason,
      int code) {
    assertEnd(batch, item, state, kind, Set.of(reason), code);
  }

  private static void assertEnd(
      String batch,
      String item,
      ItemState state,
      AttemptOutcome.Kind kind,
      Set<String> reasons,
      int code) {
    AttemptOutcome end = lastAttempt(batch, item).end().orElseThrow();
    assertThat(item(batch, item).state()).as(item + ": " + end).isEqualTo(state);
    assertThat(end.kind()).as(item).isEqualTo(kind);
    assertThat(end.reason()).as(item).isIn(reasons);
    assertThat(end.exitCode().orElse(-1)).as(item).isEqualTo(code);
  }

  private static Batch await(String id) {
    Awaitility.await("the batch has ended")
        .untilAsserted(
            () ->
                assertThat(store.find(id).orElseThrow())
                    .satisfies(batch -> assertThat(batch.state().isFinal()).isTrue()));
    return store.find(id).orElseThrow();
  }

  /** Runs a batch that is claimed later than all others, until it has ended. */
  private static void runLater() {
    assertThat(await(new TestBatch().item("later", QUICK).submit(store)).state())
        .isEqualTo(BatchState.SUCCEEDED);
  }

  private static boolean isActive(Pod pod) {
    return Set.of("Pending", "Running").contains(pod.getStatus().getPhase());
  }

  private static void awaitRunning(String id, int count) {
    Awaitility.await(count + " run").until(() -> counts(id, ItemState.RUNNING) == count);
  }

  private static int counts(String id, ItemState state) {
    return store.find(id).orElseThrow().counts().of(state);
  }

  private static Item item(String batch, String item) {
    return store.item(batch, item).orElseThrow();
  }

  private static List<Attempt> attempts(String batch, String item) {
    return store.attempts(batch, item(batch, item).position()).stream()
        .map(attempt -> store.attempt(attempt.ref()).orElseThrow())
        .toList();
  }

  private static Attempt lastAttempt(String batch, String item) {
    List<Attempt> all = attempts(batch, item);
    return all.get(all.size() - 1);
  }

  private static List<Pod> pods() {
    return direct.pods().inNamespace("default").list().getItems();
  }

  /** The number of attempts. */
  private static long creationsOf(String batch) {
    return store.items(batch, Optional.empty(), -1, 1000).stream()
        .mapToLong(item -> item.attempt())
        .sum();
  }
}
