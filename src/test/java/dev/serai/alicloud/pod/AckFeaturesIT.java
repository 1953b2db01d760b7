package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server takes every pod of the table, and alters nothing. Reads KUBECONFIG. */
class AckFeaturesIT {

  private static final String NAMESPACE = "default";

  private final KubernetesClient client = new KubernetesClientBuilder().build();

  @BeforeEach
  void createTheRuntimeClassThatAckHas() {
    client
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("runv")
                .endMetadata()
                .withHandler("runv")
                .build())
        .serverSideApply();
  }

  @AfterEach
  void cleanUp() {
    client.runtimeClasses().withName("runv").delete();
    client.close();
  }

  @Test
  void everyPodOfTheTableIsAdmittedAsItIs() {
    for (FeatureTable.Row row : FeatureTable.ROWS) {
      Pod planned = AckPods.of(row.section());

      // a dry run goes through validation and admission, and stores nothing
      Pod admitted = client.pods().inNamespace(NAMESPACE).resource(planned).dryRun().create();

      Map<String, String> asked = AckPods.values(planned);
      asked.keySet().removeIf(place -> place.startsWith("spec/tolerations"));
      assertThat(AckPods.values(admitted)).as(row.section()).containsAllEntriesOf(asked);
      assertThat(admitted.getSpec().getTolerations())
          .as(row.section())
          .containsAll(planned.getSpec().getTolerations());
    }
  }
}
