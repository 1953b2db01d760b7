package dev.serai.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;

/**
 * A part of a request or an environment that only one kind of cluster understands. It has been
 * checked by its {@link SectionRule} and is carried on unread.
 *
 * @param json in canonical form, with sorted keys, so that equal sections are equal text
 */
public record Section(String name, String json) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  public Section {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(json, "json is null");
  }

  static Section of(String name, JsonNode value) {
    try {
      // only maps are sorted, not trees
      Object sorted = JSON.treeToValue(value, Object.class);
      return new Section(name, JSON.writeValueAsString(sorted));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was JSON is JSON", e);
    }
  }

  public JsonNode value() {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the section " + name + " is not JSON", e);
    }
  }

  /** Its name; what it holds is not for logs. */
  @Override
  public String toString() {
    return "Section[" + name + "]";
  }
}
