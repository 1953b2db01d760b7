package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pod.PodTrouble;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class AckTroublesTest {

  private final AckStatusWords words = new AckStatusWords();

  @Test
  void anEventThatAVSwitchIsFullIsForWantOfRoom() {
    assertThat(
            words.troubleOf(
                "FailedCreatePodSandBox",
                "failed to allocate an address: InvalidVSwitchId.IpNotEnough"))
        .hasValueSatisfying(
            trouble -> {
              assertThat(trouble.reason()).isEqualTo("OutOfAddresses");
              assertThat(trouble.message()).contains("vSwitch", "IpNotEnough");
              assertThat(trouble.forRoom()).isTrue();
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

    assertThat(words.troubleOf(pod)).map(PodTrouble::reason).contains("OutOfStock");
    assertThat(words.troubleOf(pod)).map(PodTrouble::forRoom).contains(true);
  }

  @Test
  void aMissingImageCacheIsNotForWantOfRoom() {
    assertThat(words.troubleOf("ImageCacheNotFound", "no such cache"))
        .map(PodTrouble::forRoom)
        .contains(false);
  }

  @Test
  void whatKubernetesItselfSaysIsNotForThem() {
    assertThat(words.troubleOf("FailedMount", "configmap not found")).isEmpty();
    assertThat(words.troubleOf("SpotToBeReleased", "in three minutes")).isEmpty();
  }
}
