package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the sections of a cluster, an environment and a request go together. */
class AckLayersTest {

  @Test
  void aRequestWinsOverItsEnvironmentAndThatOverTheCluster() {
    Map<String, String> values =
        AckPods.values(
            AckPods.of(
                "{eci: {ramRole: cluster, extraEphemeralStorage: 10Gi, specs: [1-2Gi]}}",
                "{eci: {ramRole: environment, extraEphemeralStorage: 20Gi}}",
                "{eci: {ramRole: request}}"));

    assertThat(values)
        .containsEntry("@k8s.aliyun.com/eci-ram-role-name", "request")
        .containsEntry("@k8s.aliyun.com/eci-extra-ephemeral-storage", "20Gi")
        .containsEntry("@k8s.aliyun.com/eci-use-specs", "1-2Gi");
  }

  @Test
  void tagsAreMergedAndListsReplaced() {
    Map<String, String> values =
        AckPods.values(
            AckPods.of(
                "{eci: {tags: {a: cluster, b: cluster}, vSwitches: [vsw-a, vsw-b]}}",
                "{eci: {tags: {b: environment}}}",
                "{eci: {tags: {c: request}, vSwitches: [vsw-c]}}"));

    assertThat(values)
        .containsEntry("@k8s.aliyun.com/eci-custom-tags", "a:cluster,b:environment,c:request")
        .containsEntry("@k8s.aliyun.com/eci-vswitch", "vsw-c");
  }

  @Test
  void nullTakesAwayWhatIsBelow() {
    Map<String, String> values =
        AckPods.values(
            AckPods.of(
                "{capacity: eci, eci: {spot: {strategy: SpotAsPriceGo}, tags: {a: a, b: b}}}",
                "{eci: {tags: {a: ~}}}",
                "{capacity: ecs, eci: ~, gpu: {memoryGiB: 2}}"));

    assertThat(values)
        .doesNotContainKeys(
            "#alibabacloud.com/eci",
            "@k8s.aliyun.com/eci-spot-strategy",
            "@k8s.aliyun.com/eci-custom-tags")
        .containsEntry("spec/containers[main]/resources/limits/aliyun.com/gpu-mem", "2");
  }

  @Test
  void aGapOfOneLayerIsFilledByAnother() {
    assertThat(
            AckPods.values(
                AckPods.of(
                    "{eci: {spot: {priceLimit: 0.3}}}",
                    "{}",
                    "{eci: {spot: {strategy: SpotWithPriceLimit}}}")))
        .containsEntry("@k8s.aliyun.com/eci-spot-price-limit", "0.3");
  }

  @Test
  void aSectionIsPartOfARequestsDigestWhateverTheOrderOfItsKeys() {
    String one = normalised("{\"gpu\":{\"count\":1},\"capacity\":\"eci\"}");

    assertThat(normalised("{\"capacity\":\"eci\",\"gpu\":{\"count\":1}}")).isEqualTo(one);
    assertThat(normalised("{\"capacity\":\"eci\",\"gpu\":{\"count\":2}}")).isNotEqualTo(one);
    assertThat(normalised("null")).isEqualTo(InstanceRequest.of(AckPods.REF).normalised());
  }

  @Test
  void aRequestWithoutASectionHasTheDigestItAlwaysHad() {
    assertThat(AckPods.plan("{}", InstanceRequest.of(AckPods.REF)).requestDigest())
        .isEqualTo("7cc1f91fe9c273d04e95e1117116d09e3590c4af43e700d2845b2f2128f128c9");
  }

  @Test
  void anotherOwnerKeepsTheSection() {
    InstanceRequest request = AckPods.request("{capacity: eci}");

    assertThat(new RequestReader(List.of()).withOwner(request, "b").sections())
        .isEqualTo(request.sections())
        .hasSize(1);
  }

  @Test
  void aSectionThatNobodyKnowsIsPassedOverAsOtherFieldsAre() {
    assertThat(
            new RequestReader(List.of())
                .read("{\"envName\":\"demo@1\",\"alicloud\":{\"nonsense\":1}}")
                .sections())
        .isEmpty();
  }

  @Test
  void theDefaultsOfAClusterAreAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cluster.yaml");
    Files.writeString(
        file,
        "alicloud:\n  capacity: ecs-first\n  eci: {ramRole: low}\nnotInRequests: [eci.ramRole]\n");

    AckDefaults defaults = AckDefaults.read(file);

    assertThat(defaults.section().json())
        .isEqualTo("{\"capacity\":\"ecs-first\",\"eci\":{\"ramRole\":\"low\"}}");
    assertThat(defaults.notInRequests()).containsExactly("eci.ramRole");
  }

  @Test
  void aFileOfDefaultsThatIsWrongIsRefusedWithItsLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cluster.yaml");

    Files.writeString(file, "alicloud:\n  capacity: moon\n");
    assertThatThrownBy(() -> AckDefaults.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ":2: alicloud.capacity \"moon\" is none of");

    Files.writeString(file, "alicloud: {}\nnotInRequests:\n  - eci.role\n");
    assertThatThrownBy(() -> AckDefaults.read(file))
        .hasMessage(file + ":3: notInRequests[0] is no setting of the section alicloud");

    Files.writeString(file, "defaults: {}\n");
    assertThatThrownBy(() -> AckDefaults.read(file)).hasMessageContaining("unknown key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alicloud-spot.json", "alicloud-gpu.json"})
  void theSamplesMakePods(String sample) throws Exception {
    InstanceRequest request =
        new RequestReader(List.of(new AckSection()))
            .read(Files.readString(Path.of("samples/requests", sample)));

    assertThat(
            AckPods.pod(
                new AckPodFeatures(AckDefaults.NONE),
                AckPods.plan("{}", request),
                AckPods.shipped("singleContainer")))
        .isNotNull();
  }

  @Test
  void theExampleOfTheReadmeMakesAPod() throws Exception {
    String readme = Files.readString(Path.of("config/environments/README.md"));
    String example =
        readme
            .substring(readme.indexOf("    alicloud:\n"))
            .lines()
            .takeWhile(line -> line.startsWith("    "))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));

    AckDefaults read = AckDefaults.parse(example);

    assertThat(AckPods.values(AckPods.of("{}", read.section().json(), "{}")))
        .containsEntry("@k8s.aliyun.com/eci-spot-price-limit", "0.25")
        .containsEntry("spec/containers[main]/volumeMounts[0]/mountPath", "/datasets");
  }

  private static String normalised(String section) {
    return new RequestReader(List.of(new AckSection()))
        .read("{\"envName\":\"" + AckPods.REF + "\",\"alicloud\":" + section + "}")
        .normalised();
  }
}
