package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pod.StartupProblem;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class AckStartupProblemsTest {

  private final AckStatusExplainer words = new AckStatusExplainer();

  @Test
  void anEventThatAVSwitchIsFullIsForWantOfRoom() {
    assertThat(
            words.problemOf(
                "FailedCreatePodSandBox",
                "failed to allocate an address: InvalidVSwitchId.IpNotEnough"))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo("OutOfAddresses");
              assertThat(problem.message()).contains("vSwitch", "IpNotEnough");
              assertThat(problem.capacityExceeded()).isTrue();
            });
  }

  @Test
  void aConditionThatNothingIsInStockIsForWantOfRoom() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("ContainerInstanceCreated")
            .withStatus("False")
            .withReason("ContainerInstanceCreateFailed")
            .withMessage("Create ECI failed because the specified instance is NoStock")
            .endCondition()
            .endStatus()
            .build();

    assertThat(words.problemOf(pod)).map(StartupProblem::reason).contains("OutOfStock");
    assertThat(words.problemOf(pod)).map(StartupProblem::capacityExceeded).contains(true);
  }

  @Test
  void aMissingImageCacheIsNotForWantOfRoom() {
    assertThat(words.problemOf("ImageCacheNotFound", "no such cache"))
        .map(StartupProblem::capacityExceeded)
        .contains(false);
  }

  @Test
  void whatKubernetesItselfSaysIsNotForThem() {
    assertThat(words.problemOf("FailedMount", "configmap not found")).isEmpty();
    assertThat(words.problemOf("SpotToBeReleased", "in three minutes")).isEmpty();
  }
}
