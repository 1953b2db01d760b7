package dev.serai.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.base.CanonicalJson;
import java.util.Objects;

/**
 * A part of a request or an environment that only one kind of cluster understands. It has been
 * checked by its {@link SectionRule} and is carried on unread.
 *
 * @param json in canonical form, with sorted keys, so that equal sections are equal text
 */
public record Section(String name, String json) {

  private static final JsonMapper JSON = new JsonMapper();

  public Section {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(json, "json is null");
  }

  static Section of(String name, JsonNode value) {
    return new Section(name, CanonicalJson.of(value));
  }

  public JsonNode value() {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the section " + name + " is not JSON", e);
    }
  }

  /** Its name alone: the content is not for logs. */
  @Override
  public String toString() {
    return "Section[" + name + "]";
  }
}
