package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterJsonTest {

  private static final String REST_OF_POD =
      "\"metadata\":{\"name\":\"a\",\"labels\":{\"l\":\"1\"},\"managedFields\":[{\"manager\":\"m\"}]},"
          + "\"spec\":{\"nodeName\":\"n1\",\"restartPolicy\":\"Never\",\"activeDeadlineSeconds\":9,\"containers\":"
          + "[{\"name\":\"main\",\"env\":[{\"name\":\"TOKEN\",\"value\":\"s3cret\"}]}]},"
          + "\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"main\",\"ready\":true}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + REST_OF_POD + "}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + REST_OF_POD + "}",
        "{" + REST_OF_POD + ",\"kind\":\"Pod\",\"apiVersion\":\"v1\"}"
      })
  void readsAWatchedPodWhereverItsKindIsNamed(String json) {
    WatchEvent event = event("ADDED", json);

    assertThat(event.getType()).isEqualTo("ADDED");
    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            Pod.class,
            pod -> {
              assertThat(pod.getKind()).isEqualTo("Pod");
              assertThat(pod.getApiVersion()).isEqualTo("v1");
              assertThat(pod.getMetadata().getName()).isEqualTo("a");
              assertThat(pod.getMetadata().getLabels()).containsEntry("l", "1");
              assertThat(pod.getSpec().getNodeName()).isEqualTo("n1");
              assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
              assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(9);
              assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
              assertThat(pod.getStatus().getContainerStatuses()).hasSize(1);
            });
  }

  @Test
  void keepsNothingOfAWatchedPodsContainers() {
    Pod pod =
        (Pod)
            event("ADDED", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + REST_OF_POD + "}")
                .getObject();

    assertThat(pod.getSpec().getContainers()).isEmpty();
    assertThat(pod.getSpec().getAdditionalProperties()).isEmpty();
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.toString()).doesNotContain("s3cret");
  }

  @Test
  void readsTheEndOfAWatchAsAStatus() {
    WatchEvent event =
        event(
            "ERROR",
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
                + "\"reason\":\"Expired\",\"code\":410}");

    assertThat(event.getObject())
        .isInstanceOfSatisfying(Status.class, s -> assertThat(s.getCode()).isEqualTo(410));
  }

  @Test
  void readsAnyOtherKindAsItIs() {
    WatchEvent event =
        event("ADDED", "{\"kind\":\"Lease\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}");

    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            GenericKubernetesResource.class,
            lease -> {
              assertThat(lease.getKind()).isEqualTo("Lease");
              assertThat(lease.getMetadata().getName()).isEqualTo("x");
            });
  }

  @Test
  void callsKeepNothingOfAnAnswersContainers() {
    Pod pod =
        ClusterJson.ofCalls()
            .unmarshal("{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + REST_OF_POD + "}", Pod.class);

    assertThat(pod.getSpec().getNodeName()).isEqualTo("n1");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getStatus().getContainerStatuses()).hasSize(1);
    assertThat(pod.getSpec().getContainers()).isEmpty();
    assertThat(pod.getSpec().getAdditionalProperties()).isEmpty();
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.toString()).doesNotContain("s3cret");
  }

  @Test
  void callsWriteWholePods() {
    Pod pod =
        new KubernetesSerialization()
            .unmarshal("{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + REST_OF_POD + "}", Pod.class);

    assertThat(ClusterJson.ofCalls().asJson(pod.getSpec()))
        .isEqualTo(new KubernetesSerialization().asJson(pod.getSpec()))
        .contains("s3cret");
  }

  private static WatchEvent event(String type, String object) {
    return ClusterJson.ofWatches()
        .unmarshal("{\"type\":\"" + type + "\",\"object\":" + object + "}", WatchEvent.class);
  }
}
