package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.pod.PodExtension;
import dev.serai.pod.PodTemplate;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of the section, and the pod that it makes. */
class AckFeaturesTest {

  private static final PodTemplate SINGLE = AckPods.shipped("singleContainer");
  private static final PodTemplate DUAL = AckPods.shipped("dualContainer");

  static List<FeatureTable.Row> rows() {
    return FeatureTable.ROWS;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aSettingOfARequestAddsExactlyThis(FeatureTable.Row row) {
    assertThat(added(AckPods.of(row.section()), SINGLE)).isEqualTo(expected(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aSettingOfAnEnvironmentOrAClusterAddsTheSame(FeatureTable.Row row) {
    assertThat(added(AckPods.of("{}", row.section(), "{}"), SINGLE)).isEqualTo(expected(row));
    assertThat(added(AckPods.of(row.section(), "{}", "{}"), SINGLE)).isEqualTo(expected(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void onOtherClustersASectionIsCheckedAndHasNoEffect(FeatureTable.Row row) {
    Pod pod =
        AckPods.pod(
            PodExtension.NONE, AckPods.plan(row.section(), AckPods.request(row.section())), SINGLE);

    assertThat(added(pod, SINGLE)).isEmpty();
  }

  @Test
  void everySettingHasARowAndIsDocumented() throws Exception {
    Set<String> tried = new TreeSet<>();
    for (FeatureTable.Row row : FeatureTable.ROWS) {
      JsonNode section = AckPods.json(row.section());
      AckSettings.ALL.stream()
          .filter(setting -> setting.in(section).isPresent())
          .forEach(setting -> tried.add(setting.path()));
    }
    Set<String> settings = new TreeSet<>();
    AckSettings.ALL.forEach(setting -> settings.add(setting.path()));

    assertThat(settings).hasSizeGreaterThan(30);
    assertThat(tried).isEqualTo(settings);
    assertThat(documented()).isEqualTo(settings);
  }

  @Test
  void anElasticPodKeepsTheAffinityOfItsTemplate() {
    PodTemplate template =
        AckPods.template(
            """
            metadata: {}
            spec:
              tolerations: [{key: own, operator: Exists}]
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                      - matchExpressions: [{key: zone, operator: In, values: [a]}]
                      - matchExpressions: [{key: zone, operator: In, values: [b]}]
              containers: [{name: main}]
            """);

    Pod pod = AckPods.of("{}", "{}", "{capacity: eci}", template);

    assertThat(pod.getSpec().getTolerations()).hasSize(2);
    assertThat(
            pod.getSpec()
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms())
        .as("terms are alternatives: each needs the requirement")
        .hasSize(2)
        .allSatisfy(
            term ->
                assertThat(term.getMatchExpressions())
                    .extracting(e -> e.getKey())
                    .containsExactly("zone", "type"));
  }

  @Test
  void aVolumeIsMountedIntoTheSecondContainerOnlyWhenAskedFor() {
    String volumes =
        "{volumes: [{claim: a, mountPath: /a}, {claim: b, mountPath: /b, second: true}]}";

    Map<String, String> values = AckPods.values(AckPods.of("{}", "{}", volumes, DUAL));

    assertThat(values)
        .containsEntry("spec/containers[main]/volumeMounts[1]/mountPath", "/a")
        .containsEntry("spec/containers[main]/volumeMounts[2]/mountPath", "/b")
        .containsEntry("spec/containers[second]/volumeMounts[1]/mountPath", "/b")
        .doesNotContainKey("spec/containers[second]/volumeMounts[2]/mountPath");
  }

  @Test
  void aPullSecretOfTheTemplateComesOnce() {
    PodTemplate template =
        AckPods.template(
            "metadata: {}\nspec: {imagePullSecrets: [{name: own}], containers: [{name: main}]}");

    Pod pod = AckPods.of("{}", "{}", "{imagePullSecrets: [own, more]}", template);

    assertThat(pod.getSpec().getImagePullSecrets())
        .extracting(secret -> secret.getName())
        .containsExactly("own", "more");
  }

  @Test
  void theSameRequestGivesTheSamePodAndLeavesTheTemplateAsItWas() {
    Map<String, String> before = AckPods.values(SINGLE.manifest());
    String all = "{capacity: eci, volumes: [{claim: a, mountPath: /a}], gpu: {count: 1}}";

    assertThat(AckPods.values(AckPods.of(all))).isEqualTo(AckPods.values(AckPods.of(all)));
    assertThat(AckPods.values(SINGLE.manifest())).isEqualTo(before);
  }

  private static Map<String, String> added(Pod pod, PodTemplate template) {
    Map<String, String> values = AckPods.values(pod);
    // these differ from one request to the next
    Set<String> own = Set.of("@serai.dev/request-digest", "@serai.dev/request-id");
    Map<String, String> plain = AckPods.values(AckPods.plain(template));
    plain.keySet().removeAll(own);
    values.keySet().removeAll(own);
    plain.keySet().remove("metadata/name");
    values.keySet().remove("metadata/name");
    assertThat(values).as("what was there stays").containsAllEntriesOf(plain);
    values.keySet().removeAll(plain.keySet());
    return values;
  }

  private static Map<String, String> expected(FeatureTable.Row row) {
    Map<String, String> values = new TreeMap<>();
    for (String value : row.added().split(",\\s*", -1)) {
      int equals = value.indexOf('=');
      if (equals > 0) {
        values.put(value.substring(0, equals), value.substring(equals + 1).replace(';', ','));
      }
    }
    return values;
  }

  /** The first cells of the table's rows. */
  private static Set<String> documented() throws Exception {
    String readme = Files.readString(Path.of("config/environments/README.md"));
    Set<String> settings = new TreeSet<>();
    Matcher row =
        Pattern.compile("^\\| `([a-zA-Z.]+)` \\|", Pattern.MULTILINE)
            .matcher(readme.substring(readme.indexOf("## Alibaba Cloud")));
    while (row.find()) {
      settings.add(row.group(1));
    }
    return settings;
  }
}
