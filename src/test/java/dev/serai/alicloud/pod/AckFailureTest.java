package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckFailureTest {

  private static final String TABLE =
      """
      NoStock               | Create ECI failed because the specified instance is out of stock. x | OUT_OF_STOCK | true
      StockClose            | Create ECI failed because current zone closed or limited            | OUT_OF_STOCK | true
      ResourceInsufficient  | vCPU not enough for eci-1                                           | OUT_OF_STOCK | true
      ProviderCreateFailed  | Code: OperationDenied.NoStock Message: sold out                     | OUT_OF_STOCK | true
      AllocIPFailed         | Status Code: 403 Code: InvalidVSwitchId.IpNotEnough Message: The specified VSwitch has not enough IpAddress | OUT_OF_ADDRESSES | true
      FailedCreatePodSandBox | code InvalidVSwitchID.IPNotEnough                                  | OUT_OF_ADDRESSES | true
      AllocIPFailed         | QuotaExceeded.PrivateIpAddress                                      | OUT_OF_ADDRESSES | true
      QuotaFull             | vCPU quota is full.                                                 | QUOTA_FULL | true
      DiskCapacityQuotaFull | Your disk capacity quota is exceeded                                | QUOTA_FULL | true
      ProviderCreateFailed  | QuotaExceed.ElasticQuota: no additional quota                       | QUOTA_FULL | true
      Throttling            | The request was denied due to system flow control                   | OVERLOADED | true
      UnknownError          | The ECI service is under heavy load while creating container group  | OVERLOADED | true
      UnknownError          | The service is under heavy load while creating container group resources | OVERLOADED | true
      AllocIPFailed         | EniPerInstanceLimitExceeded                                         | NODE_OUT_OF_INTERFACES | false
      ImageCacheNotFound    | The specified image cache imc-1 does not exist.                     | NO_IMAGE_CACHE | false
      ImageCacheMissed      | Missed image cache.                                                 | NO_IMAGE_CACHE | false
      BidFailed             | ''                                                                  | SPOT_RELEASED | false
      SpotToBeReleased      | Spot ECI will be released in 3 minutes                              | SPOT_TO_BE_RELEASED | false
      Unauthorized          | No permission granted to eci service account for ecs.               | NO_PERMISSION | false
      InsufficientBalance   | Your account does not have enough balance to purchase it            | NO_BALANCE | false
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void aCodeOfAlibabaCloudIsKnown(String reason, String message, AckFailure failure, boolean full) {
    assertThat(AckFailure.of(reason, message)).contains(failure);
    assertThat(failure.isFull()).isEqualTo(full);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ImagePullBackOff | Back-off pulling image "nostockapp:1"
          Unschedulable    | 0/3 nodes are available: insufficient cpu
          Unauthorized     | pull access denied
          UnknownError     | An unknown error occurred for x
          Error            | Throttling
          ''               | ''
          """)
  void whatEveryKubernetesHasIsLeftAlone(String reason, String message) {
    assertThat(AckFailure.of(reason, message)).isEmpty();
  }

  @Test
  void everyFailureHasARowAndSaysWhatToDo() {
    Set<AckFailure> rows = new TreeSet<>();
    TABLE
        .lines()
        .map(line -> line.split("\\|", -1)[2].strip())
        .map(AckFailure::valueOf)
        .forEach(rows::add);

    assertThat(rows).containsExactly(AckFailure.values());
    assertThat(Arrays.stream(AckFailure.values()).map(AckFailure::reason)).doesNotHaveDuplicates();
    assertThat(AckFailure.values())
        .allSatisfy(
            failure -> {
              assertThat(failure.reason()).matches("[A-Z][A-Za-z]+");
              assertThat(failure.sentence()).contains(" ").doesNotEndWith(".");
              assertThat(failure.advice()).isNotBlank();
              assertThat(Path.of("config/environments/README.md"))
                  .content()
                  .contains("`" + failure.reason() + "`");
            });
  }

  @Test
  void aPodTellsByItsStatusItsConditionsAndItsContainers() {
    assertThat(
            AckFailure.of(
                new PodBuilder()
                    .withNewStatus()
                    .addNewCondition()
                    .withType("ContainerInstanceCreated")
                    .withStatus("False")
                    .withReason("NoStock")
                    .withMessage("Create ECI failed")
                    .endCondition()
                    .endStatus()
                    .build()))
        .contains(AckFailure.OUT_OF_STOCK);
    assertThat(
            AckFailure.of(
                new PodBuilder().withNewStatus().withReason("BidFailed").endStatus().build()))
        .contains(AckFailure.SPOT_RELEASED);
    assertThat(
            AckFailure.of(
                new PodBuilder()
                    .withNewStatus()
                    .addNewContainerStatus()
                    .withNewState()
                    .withNewWaiting("InvalidVSwitchId.IpNotEnough", "ContainerCreating")
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build()))
        .contains(AckFailure.OUT_OF_ADDRESSES);
    assertThat(AckFailure.of(new PodBuilder().build())).isEmpty();
  }

  @Test
  void anInstanceThatCannotStartSaysSoInPlainWords() {
    InstanceStatus status = reader().status(pod("ContainerInstanceCreated", "NoStock", "Pending"));

    assertThat(status.state()).isEqualTo(InstanceState.CREATING);
    assertThat(status.reason()).isEqualTo("OutOfStock");
    assertThat(status.message())
        .isEqualTo(
            "the instance type is out of stock in its zone; name several eci.specs, or vSwitches in"
                + " several zones");
  }

  @Test
  void aReleasedSpotInstanceHasFailedAndSaysWhy() {
    Pod pod = pod("Ready", "", "Failed");
    pod.getStatus().setReason("BidFailed");
    pod.getStatus().setMessage("bid failed");

    InstanceStatus status = reader().status(pod);

    assertThat(status.state()).isEqualTo(InstanceState.FAILED);
    assertThat(status.reason()).isEqualTo("SpotReleased");
    assertThat(status.message()).endsWith("(bid failed)");
  }

  @Test
  void anInstanceThatRunsIsNotCalledOutOfStock() {
    Pod pod = pod("ContainerInstanceCreated", "NoStock", "Running");
    pod.getStatus().setPodIP("10.0.0.1");
    assertThat(reader().status(pod)).isEqualTo(InstanceStatus.of(InstanceState.RUNNING));

    pod.getStatus().getConditions().get(0).setReason("SpotToBeReleased");
    assertThat(reader().status(pod).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(reader().status(pod).reason()).isEqualTo("SpotToBeReleased");
  }

  private static PodReader reader() {
    return new PodReader(
        Clock.systemUTC(),
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofHours(1),
        new AckStatusExplainer());
  }

  private static Pod pod(String condition, String reason, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewSpec()
        .withNodeName("virtual-kubelet-cn-hangzhou-a")
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .addNewCondition()
        .withType(condition)
        .withStatus("False")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }
}
