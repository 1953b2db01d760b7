package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWritesTest extends ClusterTest {

  private static final Map<String, String> MERGE =
      Map.of("Content-Type", "application/merge-patch+json");
  private static final Map<String, String> STRATEGIC =
      Map.of("Content-Type", "application/strategic-merge-patch+json");
  private static final Map<String, String> JSON_PATCH =
      Map.of("Content-Type", "application/json-patch+json");

  @Test
  void givesANewPodWhatItNeeds() {
    Pod pod =
        create(
            new PodBuilder()
                .withNewMetadata()
                .withGenerateName("gen-")
                .addToLabels("business/aenv-name", "hello")
                .addToAnnotations("serai.dev/owner", "a@b.com")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox")
                .withNewResources()
                .addToLimits("cpu", new Quantity("500m"))
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build());

    assertThat(pod.getMetadata().getName()).matches("gen-[a-z0-9]{5}");
    assertThat(pod.getMetadata().getUid()).isNotEmpty();
    assertThat(pod.getMetadata().getResourceVersion()).matches("\\d+");
    assertThat(pod.getMetadata().getCreationTimestamp()).endsWith("Z");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("serai.dev/owner", "a@b.com");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Always");
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(pod.getSpec().getContainers().get(0).getImagePullPolicy()).isEqualTo("Always");
    assertThat(pod.getSpec().getContainers().get(0).getResources().getRequests())
        .containsEntry("cpu", new Quantity("500m"));
    assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void refusesASecondPodOfTheSameName() {
    create("one", "{}");

    refused(409, "AlreadyExists", "pods \"one\" already exists", () -> create("one", "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "merge     | {\"metadata\":{\"labels\":{\"a\":\"b\",\"gone\":null}}}",
        "strategic | {\"metadata\":{\"labels\":{\"a\":\"b\",\"gone\":null}}}",
        "json      | [{\"op\":\"add\",\"path\":\"/metadata/labels/a\",\"value\":\"b\"},{\"op\":\"remove\",\"path\":\"/metadata/labels/gone\"}]",
      })
  void patchesLabels(String kind, String patch) {
    create(
        pod("p", "{}")
            .editMetadata()
            .addToLabels(Map.of("gone", "x", "kept", "y"))
            .endMetadata()
            .build());
    Map<String, String> type =
        switch (kind) {
          case "merge" -> MERGE;
          case "strategic" -> STRATEGIC;
          default -> JSON_PATCH;
        };

    assertThat(send("PATCH", PODS + "/p", patch, type).statusCode()).isEqualTo(200);

    assertThat(get("p").getMetadata().getLabels()).isEqualTo(Map.of("kept", "y", "a", "b"));
  }

  @Test
  void keepsTheStatusAndTheSpecOfAPodThatIsEdited() {
    create("p", "{}");
    awaitPhase("p", "Running");
    client
        .pods()
        .withName("p")
        .edit(p -> p.edit().editMetadata().addToAnnotations("n", "v").endMetadata().build());

    Pod pod = get("p");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("n", "v");
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");

    var image = send("PATCH", PODS + "/p", "{\"spec\":{\"hostname\":\"h\"}}", MERGE);
    assertThat(image.statusCode()).isEqualTo(422);
    assertThat(image.body()).contains("pod updates may not change fields other than");
    var rubbish = send("PATCH", PODS + "/p", "{\"metadata\":{\"labels\":{\"a\":\"@\"}}}", MERGE);
    assertThat(rubbish.statusCode()).isEqualTo(422);
    assertThat(send("PATCH", PODS + "/p", "{}", Map.of("Content-Type", "text/x")).statusCode())
        .isEqualTo(415);
    assertThat(send("PATCH", PODS + "/p", "{", JSON_PATCH).statusCode()).isEqualTo(400);
    assertThat(
            send("PATCH", PODS + "/p", "[{\"op\":\"remove\",\"path\":\"/no/where\"}]", JSON_PATCH)
                .statusCode())
        .isBetween(400, 422);
  }

  @Test
  void shortensTheDeadlineOfARunningPod() {
    create("p", "{}");
    awaitPhase("p", "Running");
    String deadline = "{\"spec\":{\"activeDeadlineSeconds\":%d}}";

    assertThat(send("PATCH", PODS + "/p", deadline.formatted(1), MERGE).statusCode())
        .isEqualTo(200);
    assertThat(send("PATCH", PODS + "/p", deadline.formatted(9), MERGE).statusCode())
        .isEqualTo(422);
    assertThat(awaitPhase("p", "Failed").getStatus().getReason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void refusesAnUpdateOfAnOldVersion() {
    Pod old = create("p", "{\"unschedulable\":true}");
    send("PATCH", PODS + "/p", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", MERGE);

    refused(
        409,
        "Conflict",
        "the object has been modified",
        () ->
            client
                .resource(old)
                .lockResourceVersion(old.getMetadata().getResourceVersion())
                .update());
  }

  @Test
  void deletesOnlyWhatThePreconditionsName() {
    Pod pod = create("p", "{}");
    String options = "{\"kind\":\"DeleteOptions\",\"preconditions\":{\"%s\":\"%s\"}}";

    var uid = send("DELETE", PODS + "/p", options.formatted("uid", "another"));
    assertThat(uid.statusCode()).isEqualTo(409);
    assertThat(uid.body()).contains("Conflict").contains("UID in the precondition");
    assertThat(send("DELETE", PODS + "/p", options.formatted("resourceVersion", "1")).statusCode())
        .isEqualTo(409);

    var right = options.formatted("uid", pod.getMetadata().getUid());
    assertThat(send("DELETE", PODS + "/p?gracePeriodSeconds=0", right).statusCode()).isEqualTo(200);
    assertThat(get("p")).isNull();
    assertThat(send("DELETE", PODS + "/p", "").statusCode()).isEqualTo(404);
  }

  @Test
  void deletesAWholeSelection() {
    for (int i = 0; i < 4; i++) {
      create(
          pod("p" + i, "{}").editMetadata().addToLabels("half", "" + i % 2).endMetadata().build());
    }
    var answer = send("DELETE", PODS + "?labelSelector=half%3D0&gracePeriodSeconds=0", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(client.pods().list().getItems())
                    .extracting(p -> p.getMetadata().getName())
                    .containsExactly("p1", "p3"));
  }

  private static void refused(int code, String reason, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(code);
              assertThat(e.getStatus().getReason()).isEqualTo(reason);
              assertThat(e.getStatus().getMessage()).contains(message);
            });
  }
}
