package dev.serai.cluster.simulated;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** Objects as bytes and back; as strict about types as the API server, which coerces nothing. */
final class ObjectCodec {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .withCoercionConfig(
              LogicalType.Textual,
              c ->
                  c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Integer,
              c -> c.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Boolean,
              c ->
                  c.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .build();

  /** Not the mapper's own setting: with it, quantities cannot be read from within a tree. */
  private static final ObjectReader BODIES =
      MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ObjectCodec() {}

  static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored object cannot be written", e);
    }
  }

  static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static ObjectNode newTree() {
    return MAPPER.createObjectNode();
  }

  /** Reads what {@link #write} wrote. */
  static <T> T read(Buffer json, Class<T> type) {
    try {
      return MAPPER.readValue(json.getBytes(), type);
    } catch (IOException e) {
      throw new IllegalStateException("a stored object cannot be read", e);
    }
  }

  /**
   * A request's body as a tree.
   *
   * @throws ApiStatusException 400 for what is not one JSON object
   */
  static JsonNode parse(Buffer body, String what) {
    try {
      return BODIES.readTree(body.getBytes());
    } catch (IOException e) {
      throw ApiStatusException.badRequest(
          "the object provided is unrecognized (must be of type "
              + what
              + "): couldn't get version/kind; json parse error: "
              + reasonOf(e));
    }
  }

  static ObjectNode parseObject(Buffer body, String what) {
    if (parse(body, what) instanceof ObjectNode object) {
      return object;
    }
    throw ApiStatusException.badRequest(
        "the object provided is unrecognized (must be of type "
            + what
            + "): couldn't get version/kind; json parse error: not a JSON object");
  }

  /**
   * A tree as the object it should be.
   *
   * @throws ApiStatusException 400 for a value of the wrong type
   */
  static <T> T typed(ObjectNode tree, Class<T> type, String kind, String version) {
    String where = nullItem(tree, "");
    if (!where.isEmpty()) {
      throw cannotBeHandled(kind, version, "json: null in the list " + where);
    }
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw cannotBeHandled(kind, version, "json: cannot unmarshal: " + reasonOf(e));
    }
  }

  static ApiStatusException cannotBeHandled(String kind, String version, String why) {
    return ApiStatusException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s".formatted(kind, version, kind, why));
  }

  private static String nullItem(JsonNode node, String path) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String found = nullItem(entry.getValue(), path + "." + entry.getKey());
      if (!found.isEmpty()) {
        return found;
      }
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        String found = item.isNull() ? path : nullItem(item, path + "[]");
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }

  private static String reasonOf(IOException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "field "
          + mapping.getPath().stream()
              .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
              .collect(Collectors.joining("."))
          + " has a value of the wrong type";
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
  }
}
