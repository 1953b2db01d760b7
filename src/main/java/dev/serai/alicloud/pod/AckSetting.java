package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One setting of the section.
 *
 * @param path where it stands, with dots, like {@code eci.spot.strategy}
 * @param effect what a value makes of a pod
 */
record AckSetting<T>(String path, ValueType<T> type, BiConsumer<PodEdit, T> effect) {

  /** Its value in a section; absent where it is not set. */
  Optional<T> in(JsonNode section) {
    SectionPath at = SectionPath.of(path);
    JsonNode value = section;
    for (String step : at.steps()) {
      value = value.path(step);
    }
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(type.read(value, at));
  }

  void apply(JsonNode section, PodEdit pod) {
    in(section).ifPresent(value -> effect.accept(pod, value));
  }
}
