package dev.serai.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.base.NearestName;
import dev.serai.instance.InvalidSectionException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * The keys of a section that is a flat object.
 *
 * @param expected the section in messages, like {@code an object with cpu and memory}
 */
public record SectionKeys(List<String> known, String expected) {

  public SectionKeys {
    known = List.copyOf(known);
    Objects.requireNonNull(expected, "expected is null");
  }

  /**
   * Checks every value of a section under its key.
   *
   * @throws InvalidSectionException if it is not an object, or has an unknown key
   */
  public void check(JsonNode section, BiConsumer<String, JsonNode> value) {
    if (!section.isObject()) {
      throw new InvalidSectionException(List.of(), "is not " + expected);
    }
    section
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              if (!known.contains(key)) {
                throw new InvalidSectionException(
                    List.of(key), "is unknown; did you mean " + NearestName.of(key, known) + "?");
              }
              value.accept(key, entry.getValue());
            });
  }
}
