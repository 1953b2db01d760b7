package dev.serai.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.InvalidSectionException;
import dev.serai.instance.SectionRule;
import java.util.List;

/**
 * The section {@code resources} of requests: {@code cpu} and {@code memory} of the main container,
 * each overrides the environment's.
 */
public final class ResourcesRule implements SectionRule {

  static final String NAME = "resources";
  static final String CPU = "cpu";
  static final String MEMORY = "memory";

  private static final SectionKeys KEYS =
      new SectionKeys(List.of(CPU, MEMORY), "an object with cpu and memory");

  /** The resources in a request; empty for those of its environment. */
  public static Resources of(InstanceRequest request) {
    return request
        .section(NAME)
        .map(section -> section.value())
        .map(value -> new Resources(value.path(CPU).asText(""), value.path(MEMORY).asText("")))
        .orElse(Resources.OF_TEMPLATE);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(JsonNode section) {
    KEYS.check(section, ResourcesRule::check);
  }

  private static void check(String key, JsonNode value) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new InvalidSectionException(
          List.of(key),
          "is not a quantity in quotes, like \"500m\" for cpu or \"256Mi\" for memory");
    }
    try {
      Resources unused =
          key.equals(CPU)
              ? new Resources(value.textValue(), "")
              : new Resources("", value.textValue());
    } catch (IllegalArgumentException e) {
      // begins with the key, which is reported as the path
      throw new InvalidSectionException(List.of(key), e.getMessage().substring(key.length() + 1));
    }
  }
}
