package dev.serai.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void isComplete() {
    try (FolderEnvCatalogue shipped = FolderEnvCatalogue.open(Path.of("config/environments"))) {
      for (Env env : shipped.all()) {
        JsonNode json = JSON.valueToTree(EnvJson.of(env));
        for (String text : List.of("id", "name", "description", "version", "code_url")) {
          assertThat(json.get(text).isTextual()).as(text).isTrue();
        }
        assertThat(json.get("status").intValue()).isEqualTo(6);
        assertThat(OffsetDateTime.parse(json.get("created_at").textValue())).isNotNull();
        assertThat(OffsetDateTime.parse(json.get("updated_at").textValue())).isNotNull();
        assertThat(json.get("tags").isArray()).isTrue();
        assertThat(json.at("/artifacts/0/type").textValue()).isEqualTo("image");
        assertThat(json.at("/artifacts/0/content").textValue()).isEqualTo(env.main().image());
        for (String config : List.of("build_config", "test_config", "deploy_config")) {
          assertThat(json.get(config).isObject()).as(config).isTrue();
        }
        assertThat(json.at("/deploy_config/podTemplate").textValue())
            .isEqualTo(env.pod().template());
        assertThat(json.toString()).doesNotContain("environment_variables");
      }
    }
  }

  @Test
  void aSimulationSaysOnlyWhatIsSet() throws Exception {
    Simulation forever =
        new Simulation(
            Optional.empty(), 0, List.of("${arguments}"), Duration.ofMillis(200), false, "", "");
    assertThat(JSON.readTree(EnvJson.toJson(forever)))
        .isEqualTo(
            JSON.readTree(
                """
                {"exitCode":0,"log":["${arguments}"],"logEvery":"200ms","unschedulable":false}\
                """));

    Simulation broken =
        new Simulation(
            Optional.of(Duration.ofMillis(2500)),
            3,
            List.of(),
            Duration.ZERO,
            true,
            "ErrImagePull",
            "${TIMES}");
    assertThat(JSON.readTree(EnvJson.toJson(broken)))
        .isEqualTo(
            JSON.readTree(
                """
                {"runFor":"2.500s","exitCode":3,"log":[],"logEvery":"0ms","unschedulable":true,"imageError":"ErrImagePull",
                 "failingAttempts":"${TIMES}"}\
                """));
  }
}
