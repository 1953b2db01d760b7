package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.EnvInstance;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods as a real API server of version 1.20 returned them, with less around them. */
class PodReaderTest {

  private static final Instant CREATED = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final Duration MAX_TTL = Duration.ofHours(24);

  private static final String BOUND =
      """
      conditions:
      - {type: Initialized, status: 'True', lastTransitionTime: '2026-11-01T12:00:01Z'}
      - {type: Ready, status: 'False', reason: ContainersNotReady, lastTransitionTime: '2026-11-01T12:00:01Z'}
      - {type: PodScheduled, status: 'True', lastTransitionTime: '2026-11-01T12:00:01Z'}
      startTime: '2026-11-01T12:00:01Z'
      """;

  @Test
  void isPendingWhileNoSchedulerHasSeenIt() {
    assertStatus(pod("phase: Pending"), 0, InstanceState.PENDING, "", "");
    assertStatus(pod("{}"), 0, InstanceState.PENDING, "", "");
    assertStatus(pod("phase: Pending"), 100_000, InstanceState.PENDING, "", "");
  }

  @Test
  void isPendingWithTheReasonWhileNoNodeTakesItAndFailedAfterTheGrace() {
    Pod pod =
        pod(
            """
            phase: Pending
            conditions:
            - type: PodScheduled
              status: 'False'
              reason: Unschedulable
              message: '0/1 nodes are available: 1 Insufficient cpu.'
              lastTransitionTime: '2026-11-01T12:00:00Z'
            """);
    String why = "0/1 nodes are available: 1 Insufficient cpu.";
    assertStatus(pod, 119, InstanceState.PENDING, "Unschedulable", why);
    assertThat(at(119).isNewlyStuck(pod)).isFalse();
    assertStatus(pod, 120, InstanceState.FAILED, "Unschedulable", why);
    assertThat(at(120).isNewlyStuck(pod)).isTrue();
  }

  @Test
  void isCreatingWithoutAReasonWhileContainersAreMade() {
    assertStatus(pod("phase: Pending\n" + BOUND), 5, InstanceState.CREATING, "", "");
    for (String reason : new String[] {"ContainerCreating", "PodInitializing"}) {
      assertStatus(waiting(reason, ""), 5, InstanceState.CREATING, "", "");
      assertStatus(waiting(reason, ""), 100_000, InstanceState.CREATING, "", "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ErrImagePull",
        "ImagePullBackOff",
        "ErrImageNeverPull",
        "CreateContainerConfigError",
        "CreateContainerError",
        "RunContainerError",
        "CrashLoopBackOff"
      })
  void whatKeepsAContainerFromStartingIsFailedOnlyAfterTheGrace(String reason) {
    Pod pod = waiting(reason, "no such thing");
    assertStatus(pod, 120, InstanceState.CREATING, reason, "no such thing");
    assertStatus(pod, 121, InstanceState.FAILED, reason, "no such thing");
    assertThat(at(120).isNewlyStuck(pod)).isFalse();
    assertThat(at(121).isNewlyStuck(pod)).isTrue();
    assertThat(at(121).failureMark(pod))
        .isEqualTo(new FailureAnnotation(reason, "no such thing", CREATED.plusSeconds(121)));
  }

  @Test
  void anImageNameThatIsNoneFailsAtOnce() {
    assertStatus(
        waiting("InvalidImageName", "bad"), 1, InstanceState.FAILED, "InvalidImageName", "bad");
  }

  @Test
  void anInitContainerThatCannotStartIsSeen() {
    Pod pod =
        pod(
            "phase: Pending\n"
                + BOUND
                + "initContainerStatuses:\n"
                + "- {name: prepare, state: {waiting: {reason: ErrImagePull, message: gone}}}\n"
                + "containerStatuses:\n"
                + "- {name: main, state: {waiting: {reason: PodInitializing}}}\n");
    assertStatus(pod, 10, InstanceState.CREATING, "ErrImagePull", "gone");
    assertStatus(pod, 200, InstanceState.FAILED, "ErrImagePull", "gone");
  }

  @Test
  void isRunningWithAnAddressOnly() {
    String main = "- {name: main, state: {running: {startedAt: '2026-11-01T12:00:03Z'}}}";
    assertStatus(containers("Running", "10.1.2.3", main), 5, InstanceState.RUNNING, "", "");
    assertStatus(containers("Running", "", main), 5, InstanceState.CREATING, "", "");
    assertStatus(containers("Unknown", "10.1.2.3", main), 5, InstanceState.RUNNING, "", "");
  }

  @Test
  void aSecondContainersFailureIsTheReasonOfARunningInstance() {
    Pod pod =
        containers(
            "Running",
            "10.1.2.3",
            "- {name: second, state: {terminated: {exitCode: 1, reason: Error}}}\n"
                + "- {name: main, state: {running: {}}}");
    assertStatus(pod, 5, InstanceState.RUNNING, "Error", "container second: exit code 1");
  }

  @Test
  void theMainContainersEndIsTheInstancesThoughASecondGoesOn() {
    String second = "- {name: second, state: {running: {}}}\n";
    Pod good = containers("Running", "10.1.2.3", second + ended("main", 0, "Completed", ""));
    Pod bad = containers("Running", "10.1.2.3", second + ended("main", 3, "Error", ""));

    assertStatus(good, 5, InstanceState.TERMINATED, "", "");
    assertThat(at(5).status(good).exitCode()).hasValue(0);
    assertStatus(bad, 5, InstanceState.FAILED, "Error", "exit code 3");
    assertThat(at(5).finishedAt(bad)).contains(Instant.parse("2026-11-01T12:00:09Z"));
  }

  @Test
  void mainsSuccessStaysASuccessWhenASecondContainerFailsLater() {
    Pod pod =
        containers(
            "Failed",
            "10.1.2.3",
            ended("second", 1, "Error", "") + "\n" + ended("main", 0, "Completed", ""));
    assertStatus(pod, 5, InstanceState.TERMINATED, "Error", "container second: exit code 1");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          3,   Error,              '',            Error,              exit code 3
          3,   '',                 '',            Error,              exit code 3
          1,   Error,              'it said why', Error,              exit code 1: it said why
          137, OOMKilled,          '',            OOMKilled,          exit code 137: it ran out of memory
          128, StartError,         'no such file', StartError,        exit code 128: no such file
          127, ContainerCannotRun, 'not found',   ContainerCannotRun, exit code 127: not found
          """)
  void anEndWithAnErrorSaysWhy(
      int code, String reason, String message, String shown, String shownMessage) {
    Pod pod = containers("Failed", "10.1.2.3", ended("main", code, reason, message));
    assertStatus(pod, 5, InstanceState.FAILED, shown, shownMessage);
    assertThat(at(5).status(pod).exitCode()).hasValue(code);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Evicted,          Pod ephemeral local storage usage exceeds the total limit of containers 2Gi.
          DeadlineExceeded, Pod was active on the node longer than the specified deadline
          NodeLost,         Node n1 is unresponsive
          OutOfcpu,         Pod Node didn't have enough resource: cpu
          """)
  void theReasonOfThePodItselfComesFirst(String reason, String message) {
    String status = "phase: Failed\nreason: " + reason + "\nmessage: \"" + message + "\"\n";
    assertStatus(pod(status), 5, InstanceState.FAILED, reason, message);

    Pod killed = pod(status + "containerStatuses:\n" + ended("main", 137, "Error", "") + "\n");
    assertStatus(killed, 5, InstanceState.FAILED, reason, message);
    assertThat(at(5).status(killed).exitCode()).hasValue(137);
  }

  @Test
  void anEndThatNothingExplainsIsStillAnEnd() {
    assertStatus(pod("phase: Failed"), 5, InstanceState.FAILED, "Failed", "");
    assertStatus(pod("phase: Succeeded"), 5, InstanceState.TERMINATED, "", "");
  }

  @Test
  void aContainerThatIsRestartedHasNotEnded() {
    Pod pod = containers("Running", "10.1.2.3", ended("main", 1, "Error", ""));
    pod.getSpec().setRestartPolicy("Always");
    assertStatus(pod, 5, InstanceState.CREATING, "", "");
    pod.getSpec().setRestartPolicy("OnFailure");
    assertStatus(pod, 5, InstanceState.CREATING, "", "");
    pod.getSpec().setRestartPolicy("Never");
    assertStatus(pod, 5, InstanceState.FAILED, "Error", "exit code 1");
  }

  @Test
  void aPodBeingDeletedIsTerminated() {
    Pod running =
        deleted(
            containers("Running", "10.1.2.3", "- {name: main, state: {running: {}}}"),
            "2026-11-01T12:00:15Z");
    assertStatus(running, 11, InstanceState.TERMINATED, "Deleted", "it was deleted");
    assertThat(at(11).isNewlyStuck(running)).isFalse();
    assertThat(at(200_000).dueReason(running)).isEmpty();

    Pod killed =
        deleted(
            containers("Failed", "10.1.2.3", ended("main", 143, "Error", "")),
            "2026-11-01T12:00:13Z");
    assertStatus(killed, 20, InstanceState.TERMINATED, "Deleted", "it was deleted");
  }

  @Test
  void aDeletionThatThePodDoesNotShowYetCounts() {
    Pod running = containers("Running", "10.1.2.3", "- {name: main, state: {running: {}}}");
    assertThat(at(5).read(running, true).status().reason()).isEqualTo("Deleted");
    Pod failed = containers("Failed", "10.1.2.3", ended("main", 3, "Error", ""));
    assertThat(at(5).read(failed, true).status().message()).isEqualTo("exit code 3");
  }

  /** The container ended at 12:00:09; the deletion was asked for five seconds before its time. */
  @ParameterizedTest
  @CsvSource({
    "3,   12:00:20, Failed",
    "3,   12:00:14, Failed",
    "137, 12:00:14, Terminated",
    "143, 12:00:13, Terminated",
    "0,   12:00:20, Terminated",
    "3,   12:00:12, Terminated"
  })
  void whatEndedBeforeItsDeletionStaysAsItEnded(int code, String deletion, String state) {
    Pod pod =
        deleted(
            containers("Failed", "10.1.2.3", ended("main", code, "Error", "")),
            "2026-11-01T" + deletion + "Z");
    assertThat(at(20).status(pod).state().wire()).isEqualTo(state);
  }

  @Test
  void theMarkOfFailureIsFinal() {
    FailureAnnotation mark =
        new FailureAnnotation("ErrImagePull", "no \"such\" image", CREATED.plusSeconds(7));
    Pod pod =
        containers(
            "Running",
            "10.1.2.3",
            "- {name: main, state: {running: {startedAt: '2026-11-01T12:00:03Z'}}}");
    pod.getMetadata().setAnnotations(Map.of(PodContract.FAILED, mark.json()));

    assertStatus(pod, 10, InstanceState.FAILED, "ErrImagePull", "no \"such\" image");
    assertThat(at(10).isNewlyStuck(pod)).isFalse();
    assertThat(at(10).finishedAt(pod)).contains(mark.at());
    assertThat(at(10).read(pod).updatedAt()).isEqualTo(mark.at());
    assertStatus(
        deleted(pod, "2026-11-01T12:00:20Z"),
        10,
        InstanceState.FAILED,
        "ErrImagePull",
        "no \"such\" image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "[]", "{}", "{\"at\":\"never\"}"})
  void aMarkBrokenByHandStillMarks(String text) {
    Pod pod = pod("phase: Pending");
    pod.getMetadata().setAnnotations(Map.of(PodContract.FAILED, text));
    assertThat(at(10).status(pod).state()).isEqualTo(InstanceState.FAILED);
  }

  @Test
  void aHealthyPodHasNoMarkToWrite() {
    assertThatThrownBy(() -> at(0).failureMark(pod("phase: Pending")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void expiresByItsAnnotationAndWithoutOneAtTheEndOfTheLongestLife() {
    Pod pod = containers("Running", "10.1.2.3", "- {name: main, state: {running: {}}}");
    assertThat(at(86_399).dueReason(pod)).isEmpty();
    assertThat(at(86_400).dueReason(pod)).contains("expired at 2026-11-02T12:00:00Z");

    pod.getMetadata().setAnnotations(Map.of(PodContract.EXPIRES_AT, "2026-11-01T12:00:30.5Z"));
    assertThat(at(30).isExpired(pod)).isFalse();
    assertThat(at(31).isExpired(pod)).isTrue();
    assertThat(at(31).dueReason(pod)).contains("expired at 2026-11-01T12:00:30.500Z");

    pod.getMetadata().setAnnotations(Map.of(PodContract.EXPIRES_AT, "tomorrow"));
    assertThat(at(86_399).isExpired(pod)).isFalse();
    assertThat(at(86_400).isExpired(pod)).isTrue();
  }

  @Test
  void aFinishedPodIsKeptForItsTimeFromItsEnd() {
    Pod pod = containers("Succeeded", "10.1.2.3", ended("main", 0, "Completed", ""));
    assertThat(at(9 + 3_599).dueReason(pod)).isEmpty();
    assertThat(at(9 + 3_600).dueReason(pod).orElseThrow()).startsWith("finished at");
    assertThat(at(5).finishedAt(pod("phase: Pending"))).isEmpty();
  }

  @Test
  void readsWhatTheAnnotationsSayUnaltered() {
    Pod pod = containers("Running", "10.1.2.3", "- {name: main, state: {running: {}}}");
    pod.getMetadata()
        .setAnnotations(
            Map.of(
                PodContract.ENV, "Ünï code@1.0",
                PodContract.OWNER, "a@b.com",
                PodContract.TTL, "1h",
                PodContract.EXPIRES_AT, "2026-11-01T13:00:00Z",
                PodContract.LABELS, "{\"k y\":\"v/1\"}"));

    EnvInstance instance = at(5).read(pod);

    assertThat(instance.id()).isEqualTo("p");
    assertThat(instance.uid()).isEqualTo("u-1");
    assertThat(instance.env()).isEqualTo(new EnvRef("Ünï code", "1.0"));
    assertThat(instance.owner()).isEqualTo("a@b.com");
    assertThat(instance.ttl()).isEqualTo("1h");
    assertThat(instance.ip()).isEqualTo("10.1.2.3");
    assertThat(instance.labels()).containsExactly(Map.entry("k y", "v/1"));
    assertThat(instance.createdAt()).isEqualTo(CREATED);
    assertThat(instance.updatedAt()).isEqualTo(CREATED.plusSeconds(1));
    assertThat(instance.expiresAt()).contains(Instant.parse("2026-11-01T13:00:00Z"));
  }

  @Test
  void readsAPodOfAenvironmentsOwnControllerByItsLabels() {
    Pod pod = pod("phase: Pending");
    pod.getMetadata()
        .setLabels(
            Map.of(
                PodContract.ENV_NAME, "swe",
                PodContract.ENV_VERSION, "2.0",
                PodContract.ENV_OWNER, "joe",
                PodContract.ENV_TTL, "30m"));

    EnvInstance instance = at(0).read(pod);

    assertThat(instance.env()).isEqualTo(new EnvRef("swe", "2.0"));
    assertThat(instance.owner()).isEqualTo("joe");
    assertThat(instance.ttl()).isEqualTo("30m");
  }

  @Test
  void theOwnersLabelDecidesNothingOnAPodOfOurs() {
    Pod pod = pod("phase: Pending");
    pod.getMetadata().setLabels(Map.of(PodContract.ENV_OWNER, "mallory"));
    pod.getMetadata().setAnnotations(Map.of(PodContract.ENV, "a@1"));
    assertThat(at(0).read(pod).owner()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"a\":null}", "[]", "{", ""})
  void labelsThatSomebodyBrokeByHandAreNone(String labels) {
    Pod pod = pod("phase: Pending");
    pod.getMetadata().setAnnotations(Map.of(PodContract.LABELS, labels));
    assertThat(at(0).read(pod).labels()).isEmpty();
  }

  @Test
  void aPodWithHardlyAnythingIsRead() {
    Pod pod = Serialization.unmarshal("kind: Pod\nmetadata: {name: p}", Pod.class);
    EnvInstance instance = at(0).read(pod);
    assertThat(instance.status().state()).isEqualTo(InstanceState.PENDING);
    assertThat(instance.labels()).isEmpty();
    assertThat(at(0).dueReason(pod)).isEmpty();
  }

  private static void assertStatus(
      Pod pod, int seconds, InstanceState state, String reason, String message) {
    InstanceStatus status = at(seconds).status(pod);
    assertThat(status.state()).isEqualTo(state);
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.message()).isEqualTo(message);
  }

  private static PodReader at(int secondsAfterCreation) {
    Clock clock = Clock.fixed(CREATED.plusSeconds(secondsAfterCreation), ZoneOffset.UTC);
    return new PodReader(clock, GRACE, RETENTION, MAX_TTL);
  }

  private static Pod waiting(String reason, String message) {
    return pod(
        "phase: Pending\n"
            + BOUND
            + "containerStatuses:\n- {name: main, state: {waiting: {reason: "
            + reason
            + ", message: '"
            + message
            + "'}}}\n");
  }

  private static Pod containers(String phase, String ip, String statuses) {
    return pod(
        "phase: " + phase + "\npodIP: '" + ip + "'\n" + BOUND + "containerStatuses:\n" + statuses);
  }

  private static String ended(String name, int code, String reason, String message) {
    return "- {name: "
        + name
        + ", state: {terminated: {exitCode: "
        + code
        + ", reason: '"
        + reason
        + "', message: '"
        + message
        + "', startedAt: '2026-11-01T12:00:03Z', finishedAt: '2026-11-01T12:00:09Z'}}}";
  }

  private static Pod deleted(Pod pod, String timestamp) {
    pod.getMetadata().setDeletionTimestamp(timestamp);
    pod.getMetadata().setDeletionGracePeriodSeconds(5L);
    return pod;
  }

  private static Pod pod(String status) {
    Pod pod =
        Serialization.unmarshal(
            """
            kind: Pod
            metadata: {name: p, uid: u-1, creationTimestamp: '2026-11-01T12:00:00Z'}
            spec: {restartPolicy: Never, containers: [{name: main}]}
            """,
            Pod.class);
    pod.setStatus(Serialization.unmarshal(status, io.fabric8.kubernetes.api.model.PodStatus.class));
    assertThat(Optional.ofNullable(pod.getStatus())).isPresent();
    return pod;
  }
}
