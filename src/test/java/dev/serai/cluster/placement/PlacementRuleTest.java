package dev.serai.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the section refuses, in requests and in the files of environments. */
class PlacementRuleTest {

  private static final List<dev.serai.instance.SectionRule> RULES = List.of(new PlacementRule());

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          5                      | placement is not an object with cluster or region
          ["a"]                  | placement is not an object with cluster or region
          "a"                    | placement is not an object with cluster or region
          {"clustr": "a"}        | placement.clustr is unknown; did you mean cluster?
          {"zone": "a"}          | placement.zone is unknown; did you mean
          {"a b": "a"}           | placement."a b" is unknown
          {"cluster": ""}        | placement.cluster is not the name of a cluster
          {"cluster": 5}         | placement.cluster is not the name of a cluster
          {"region": null}       | placement.region is not the name of a region
          {"region": ["a"]}      | placement.region is not the name of a region
          {"region": "0123456789012345678901234567890123456789012345678901234567890123"} | placement.region is longer than 63 characters
          """)
  void saysWhatIsWrongAndWhere(String section, String message) throws IOException {
    assertThatThrownBy(() -> read(section))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageStartingWith(message)
        .extracting(refusal -> ((RequestRejectedException) refusal).code())
        .isEqualTo(400);

    Files.writeString(
        folder.resolve("a.yaml"),
        "name: a\nversion: '1'\nimage: box:1\nplacement: " + section + "\n");
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, RULES)) {
      assertThat(environments.all()).isEmpty();
      assertThat(environments.problems())
          .singleElement()
          .asString()
          .contains("a.yaml:4")
          .contains(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"cluster\":\"a\"}",
        "{\"region\":\"cn-hangzhou\"}",
        "{\"cluster\":\"a\",\"region\":\"cn-hangzhou\"}"
      })
  void takesWhatIsRight(String section) {
    assertThat(read(section).section("placement")).isPresent();
  }

  private static dev.serai.instance.InstanceRequest read(String section) {
    return new RequestReader(RULES).read("{\"envName\":\"a@1\",\"placement\":" + section + "}");
  }
}
