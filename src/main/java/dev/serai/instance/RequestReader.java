package dev.serai.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads requests from JSON, strictly: a key that comes twice, text after the end, a number where a
 * string belongs and deep nesting are refused with the field's name. Fields that are unknown here
 * are passed over, since AEnvironment's clients send some.
 */
public final class RequestReader {

  private static final int MAX_NESTING = 50;

  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // an error's message must not quote the source: it may hold secrets
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads the body of a creation.
   *
   * @throws Refusal 400 naming what is wrong and where
   */
  public InstanceRequest read(String body) {
    JsonNode request = object(body);
    return new InstanceRequest(
        EnvRef.parse("envName", text(request, "envName")),
        text(request, "datasource"),
        Optional.of(text(request, "ttl"))
            .filter(ttl -> !ttl.isEmpty())
            .map(ttl -> Ttl.parse("ttl", ttl)),
        texts(request, "environment_variables"),
        list(request, "arguments"),
        text(request, "owner"),
        texts(request, "labels"));
  }

  /**
   * The same request for another owner, for routes that know better than the client whose it is.
   */
  public InstanceRequest withOwner(InstanceRequest request, String owner) {
    return new InstanceRequest(
        request.env(),
        request.datasource(),
        request.ttl(),
        request.environmentVariables(),
        request.arguments(),
        owner,
        request.labels());
  }

  /**
   * Reads the id from the body of a queued operation on one instance, {@code {"id": "..."}}.
   *
   * @throws Refusal 400 when there is none
   */
  public String readId(String body) {
    String id = text(object(body), "id");
    if (id.isEmpty()) {
      throw Refusal.invalid("id", "is required");
    }
    return id;
  }

  private JsonNode object(String body) {
    if (body == null || body.isBlank()) {
      throw Refusal.badRequest("the body is empty; a JSON object is expected");
    }
    JsonNode node;
    try {
      node = json.readTree(body);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("the body is not valid JSON: " + describe(e));
    }
    if (!node.isObject()) {
      throw Refusal.badRequest("the body is " + kind(node) + "; a JSON object is expected");
    }
    return node;
  }

  /** What is wrong and where, without the text around it. */
  private static String describe(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    String what = e.getOriginalMessage();
    if (what.startsWith("Duplicate field")) {
      return "the field " + what.substring("Duplicate field ".length()) + " comes twice" + where;
    }
    if (what.contains("nesting depth")) {
      return "it is nested deeper than " + MAX_NESTING + " levels" + where;
    }
    if (what.startsWith("Trailing token")) {
      return "there is text after its end" + where;
    }
    if (what.startsWith("Unexpected end-of-input")) {
      return "it ends too early" + where;
    }
    return "it can't be read" + where;
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? "" : asText(value, field);
  }

  private static String asText(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw Refusal.invalid(field, "is " + kind(value) + "; a string is expected");
    }
    return value.textValue();
  }

  private static Map<String, String> texts(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw Refusal.invalid(field, "is " + kind(value) + "; an object of strings is expected");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    value
        .properties()
        .forEach(
            entry ->
                texts.put(
                    entry.getKey(),
                    asText(entry.getValue(), field + "[" + Refusal.excerpt(entry.getKey()) + "]")));
    return texts;
  }

  private static List<String> list(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw Refusal.invalid(field, "is " + kind(value) + "; a list of strings is expected");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      texts.add(asText(value.get(i), field + "[" + i + "]"));
    }
    return texts;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
