package dev.serai.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.environment.SectionKeys;
import dev.serai.instance.InvalidSectionException;
import dev.serai.instance.SectionRule;
import java.util.List;

/**
 * The section {@code placement} of requests and environments: {@code cluster}, the name of a
 * configured cluster, or {@code region}, that of a cloud.
 */
public final class PlacementRule implements SectionRule {

  static final String NAME = "placement";
  static final String CLUSTER = "cluster";
  static final String REGION = "region";

  private static final SectionKeys KEYS =
      new SectionKeys(List.of(CLUSTER, REGION), "an object with cluster or region");
  private static final int MAX_LENGTH = 63;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(JsonNode section) {
    KEYS.check(section, PlacementRule::check);
  }

  private static void check(String key, JsonNode value) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new InvalidSectionException(List.of(key), "is not the name of a " + key);
    }
    if (value.textValue().length() > MAX_LENGTH) {
      throw new InvalidSectionException(
          List.of(key), "is longer than " + MAX_LENGTH + " characters");
    }
  }
}
