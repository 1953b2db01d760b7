package dev.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of one of several clusters, in every form. */
class ClusterSettingsTest {

  @TempDir private Path folder;

  @Test
  void oneClusterNeedsNoneOfThem() {
    assertThat(flags(Map.of()).clusters()).isEmpty();
  }

  @Test
  void areReadFromTheFileVariablesAndFlagsInTheOrderOfTheFile() throws IOException {
    Path file =
        file(
            """
            serai.clusters.west.schedule-type=k8s
            serai.clusters.west.kubeconfig=/w
            serai.clusters.my-office-2.schedule-type=k8s
            serai.clusters.my-office-2.weight=3
            serai.clusters.my-office-2.owners=team-a, team-b
            serai.clusters.my-office-2.region=here
            """);
    Settings settings =
        Settings.resolve(
            Map.of("clusters.east.weight", "0"),
            Map.of(
                "SERAI_CLUSTERS_MY_OFFICE_2_WEIGHT",
                "5",
                "SERAI_CLUSTERS_ALICLOUD_SCHEDULE_TYPE",
                "alicloud-k8s",
                "SERAI_CLUSTERS_ALICLOUD_ALICLOUD_CLUSTER_ID",
                "c1"),
            Optional.of(file));

    assertThat(settings.clusters())
        .extracting(ClusterSettings::name)
        .containsExactly("west", "my-office-2", "east", "alicloud");
    ClusterSettings office = settings.clusters().get(1);
    assertThat(office.weight()).as("variables beat the file").isEqualTo(5);
    assertThat(office.owners()).containsExactlyInAnyOrder("team-a", "team-b");
    assertThat(office.region()).isEqualTo("here");
    assertThat(settings.clusters().get(2).weight()).isZero();
    ClusterSettings alicloud = settings.clusters().get(3);
    assertThat(alicloud.settings().text(Setting.ALICLOUD_CLUSTER_ID)).isEqualTo("c1");
    assertThat(alicloud.weight()).isEqualTo(1);
    assertThat(alicloud.owners()).isEmpty();
  }

  @Test
  void flagsBeatVariables() {
    Settings settings =
        Settings.resolve(
            Map.of("clusters.a.weight", "7"),
            Map.of("SERAI_CLUSTERS_A_WEIGHT", "5"),
            Optional.empty());
    assertThat(settings.clusters())
        .singleElement()
        .extracting(ClusterSettings::weight)
        .isEqualTo(7);
  }

  @Test
  void takeFromAllWhatIsNotTheirOwnExceptWhatNamesOneCluster() {
    Settings settings =
        flags(
            Map.of(
                "schedule-type",
                "k8s",
                "kubeconfig",
                "/of-all",
                "namespace",
                "of-all",
                "alicloud-region",
                "cn-one",
                "clusters.a.kubeconfig",
                "/a",
                "clusters.b.namespace",
                "of-b",
                "clusters.c.schedule-type",
                "alicloud-k8s",
                "clusters.c.alicloud-cluster-id",
                "c1"));
    Settings a = settings.clusters().get(0).settings();
    Settings b = settings.clusters().get(1).settings();
    assertThat(a.text(Setting.SCHEDULE_TYPE)).isEqualTo("k8s");
    assertThat(a.text(Setting.KUBECONFIG)).isEqualTo("/a");
    assertThat(a.text(Setting.NAMESPACE)).isEqualTo("of-all");
    assertThat(b.text(Setting.KUBECONFIG)).isEmpty();
    assertThat(b.text(Setting.NAMESPACE)).isEqualTo("of-b");
    assertThat(settings.clusters())
        .extracting(ClusterSettings::region)
        .as("the cloud's region is that of clusters in the cloud")
        .containsExactly("", "", "cn-one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clusters.a.weigth | 1 | flag --clusters.a.weigth is no setting; did you mean --clusters.a.weight?",
        "clusters.a.kubeconfg | x | flag --clusters.a.kubeconfg is no setting; did you mean --clusters.a.kubeconfig?",
        "clusters.a.port | 1 | flag --clusters.a.port is no setting; did you mean --clusters.a.",
        "clusters.A.weight | 1 | flag --clusters.A.weight is no setting; a cluster's is --clusters.<name>.<key>, and its name a DNS label",
        "clusters.-a.weight | 1 | a cluster's is --clusters.<name>.<key>",
        "clusters.a.b.weight | 1 | a cluster's is --clusters.<name>.<key>",
        "clusters.weight | 1 | a cluster's is --clusters.<name>.<key>",
        "clusters.a.weight | -1 | clusters.a.weight is \"-1\" (flag --clusters.a.weight); expected a whole number from 0 to 1000",
        "clusters.a.weight | 1001 | expected a whole number from 0 to 1000",
        "clusters.a.weight | many | expected a whole number from 0 to 1000",
        "clusters.a.weight | 1.5 | expected a whole number from 0 to 1000",
        "clusters.a.schedule-type | k9s | (flag --clusters.a.schedule-type)",
        "clusters.a.alicloud-cluster-id | c1 | alicloud-cluster-id is \"c1\" (flag --clusters.a.alicloud-cluster-id); it is for schedule-type alicloud-k8s, and schedule-type is simulated"
      })
  void whatIsWrongStopsTheStartAndIsNamed(String key, String text, String message) {
    assertThatThrownBy(() -> flags(Map.of(key, text)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void contradictionsAreThoseOfOneCluster() {
    Map<String, String> flags = new HashMap<>();
    flags.put("clusters.a.schedule-type", "k8s");
    flags.put("clusters.a.kubeconfig", "/a");
    flags.put("clusters.b.schedule-type", "simulated");
    assertThat(flags(flags).clusters()).hasSize(2);
    flags.put("clusters.b.kubeconfig", "/b");
    assertThatThrownBy(() -> flags(flags))
        .hasMessageContaining(
            "kubeconfig is \"/b\" (flag --clusters.b.kubeconfig); it is for schedule-type k8s, and"
                + " schedule-type is simulated");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERAI_CLUSTERS_A_WEIGTH | did you mean SERAI_CLUSTERS_A_WEIGHT?",
        "SERAI_CLUSTERS_MY_OFFICE_KUBECONFG | did you mean SERAI_CLUSTERS_MY_OFFICE_KUBECONFIG?",
        "SERAI_CLUSTERS_WEIGHT | did you mean SERAI_"
      })
  void aMistypedVariableIsNamedWithTheNearestOne(String variable, String hint) {
    assertThatThrownBy(() -> Settings.resolve(Map.of(), Map.of(variable, "1"), Optional.empty()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("variable " + variable + " is no setting; ")
        .hasMessageContaining(hint);
  }

  @Test
  void aMistypedPropertyIsNamedWithItsLine() throws IOException {
    Path file = file("# one\nserai.clusters.a.regoin=x\n");
    assertThatThrownBy(() -> Settings.resolve(Map.of(), Map.of(), Optional.of(file)))
        .hasMessageContaining(
            "my.properties:2: serai.clusters.a.regoin is no setting; did you mean")
        .hasMessageContaining("serai.clusters.a.region?");
  }

  @Test
  void secretsOfEachMayComeFromAFileAndAreNeverShown() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hidden-a\n");
    Map<String, String> flags = new HashMap<>();
    flags.put("clusters.a.schedule-type", "alicloud-k8s");
    flags.put("clusters.a.alicloud-cluster-id", "c1");
    flags.put("clusters.a.alicloud-access-key-id", "hidden-id");
    flags.put("clusters.a.alicloud-access-key-secret-file", secret.toString());
    flags.put("clusters.b.schedule-type", "k8s");
    Settings settings = flags(flags);

    Settings a = settings.clusters().get(0).settings();
    assertThat(a.text(Setting.ALICLOUD_ACCESS_KEY_SECRET)).isEqualTo("hidden-a");
    assertThat(a.secretFile(Setting.ALICLOUD_ACCESS_KEY_SECRET)).contains(secret);
    assertThat(a.shown(Setting.ALICLOUD_ACCESS_KEY_SECRET)).isEqualTo("***");
    assertThat(settings.clusters().toString()).doesNotContain("hidden");
    assertThat(settings.clusters().get(1).settings().text(Setting.ALICLOUD_ACCESS_KEY_SECRET))
        .isEmpty();

    flags.put("clusters.a.alicloud-access-key-secret", "hidden-too");
    assertThatThrownBy(() -> flags(flags))
        .hasMessageContaining("clusters.a.alicloud-access-key-secret (flag")
        .hasMessageContaining("are both given; give one")
        .message()
        .doesNotContain("hidden");
    flags.remove("clusters.a.alicloud-access-key-secret");
    flags.put("clusters.a.alicloud-access-key-secret-file", folder.resolve("none").toString());
    assertThatThrownBy(() -> flags(flags))
        .hasMessageContaining("clusters.a.alicloud-access-key-secret-file is \"")
        .hasMessageContaining("which can't be read");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.properties"), text);
  }

  private static Settings flags(Map<String, String> flags) {
    return Settings.resolve(flags, Map.of(), Optional.empty());
  }
}
