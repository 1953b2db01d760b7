package dev.serai.alicloud.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps what the check asks about and what the shipped Role grants from drifting apart. */
class RequiredPermissionTest {

  @Test
  void isWhatTheShippedRoleGrants() throws IOException {
    List<String> granted = new ArrayList<>();
    YAMLMapper yaml = new YAMLMapper();
    for (String document : Files.readString(Path.of("deploy/rbac.yaml")).split("(?m)^---$", -1)) {
      JsonNode rules = yaml.readTree(document).path("rules");
      for (JsonNode rule : rules) {
        for (JsonNode group : rule.path("apiGroups")) {
          for (JsonNode resource : rule.path("resources")) {
            for (JsonNode verb : rule.path("verbs")) {
              granted.add(group.asText() + " " + resource.asText() + " " + verb.asText());
            }
          }
        }
      }
    }

    assertThat(granted).hasSizeGreaterThan(8);
    assertThat(RequiredPermission.all())
        .extracting(needed -> needed.group() + " " + needed.resourceName() + " " + needed.verb())
        .containsExactlyInAnyOrderElementsOf(granted);
  }
}
