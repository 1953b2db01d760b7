package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.it.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real API server refuses the same pods as the simulated cluster, see {@link PodValidationTest}.
 */
class InvalidPodsIT {

  private static KubernetesClient admin;
  private static String namespace;

  @BeforeAll
  static void connect() {
    admin = TestCluster.admin();
    namespace = TestCluster.newNamespace(admin);
  }

  @AfterAll
  static void disconnect() {
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
  }

  @ParameterizedTest
  @MethodSource("dev.serai.cluster.simulated.InvalidPods#all")
  void refusesAnInvalidPodAndNamesTheField(InvalidPods.Case invalid) {
    KubernetesClientException refusal = refusal(invalid.pod());

    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getStatus().getReason()).isEqualTo("Invalid");
    assertThat(refusal.getStatus().getMessage()).contains("is invalid: ", invalid.field());
    assertThat(refusal.getStatus().getDetails().getCauses())
        .extracting(cause -> cause.getField())
        .contains(invalid.field());
  }

  @ParameterizedTest
  @MethodSource("dev.serai.cluster.simulated.InvalidPods#undecodable")
  void refusesWhatIsNoPodAtAll(String body) {
    KubernetesClientException refusal = refusal(body);

    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(400);
    assertThat(refusal.getStatus().getReason()).isEqualTo("BadRequest");
  }

  private static KubernetesClientException refusal(String pod) {
    return catchThrowableOfType(
        KubernetesClientException.class,
        () -> admin.raw("/api/v1/namespaces/" + namespace + "/pods", "POST", pod));
  }
}
