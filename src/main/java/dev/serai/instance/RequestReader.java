package dev.serai.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads requests from JSON, strictly: a key that comes twice, text after the end, a number where a
 * string belongs and deep nesting are refused with the field's name. Fields that are unknown here
 * are passed over, since AEnvironment's clients send some; inside a section none are.
 */
public final class RequestReader {

  /** How deep a request may be nested. */
  public static final int MAX_NESTING = 50;

  private static final List<String> FIELDS =
      List.of(
          "envName", "datasource", "ttl", "environment_variables", "arguments", "owner", "labels");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final JsonMapper json =
      JsonMapper.builder(
              StrictJson.parser(StreamReadConstraints.DEFAULT_MAX_STRING_LEN)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<SectionRule> sections;

  public RequestReader(List<SectionRule> sections) {
    this.sections = List.copyOf(sections);
  }

  /**
   * Reads the body of a creation.
   *
   * @throws RequestRejectedException 400 naming what is wrong and where
   */
  public InstanceRequest read(String body) {
    return read(object(body));
  }

  /**
   * Reads the body of a creation that has been parsed already.
   *
   * @param request an object
   * @throws RequestRejectedException 400 naming what is wrong and where
   */
  public InstanceRequest read(JsonNode request) {
    return new InstanceRequest(
        EnvRef.parse("envName", text(request, "envName")),
        text(request, "datasource"),
        Optional.of(text(request, "ttl"))
            .filter(ttl -> !ttl.isEmpty())
            .map(ttl -> Ttl.parse("ttl", ttl)),
        texts(request, "environment_variables"),
        list(request, "arguments"),
        text(request, "owner"),
        texts(request, "labels"),
        sections(request));
  }

  /** The same request for another environment, {@code name@version}. */
  public InstanceRequest withEnv(InstanceRequest request, String env) {
    return request.withEnv(EnvRef.parse("envName", env));
  }

  /**
   * The same request for another owner, for routes that know better than the client whose it is.
   */
  public InstanceRequest withOwner(InstanceRequest request, String owner) {
    return request.withOwner(owner);
  }

  /** The same request with another TTL, like {@code 30m}. */
  public InstanceRequest withTtl(InstanceRequest request, String ttl) {
    return request.withTtl(Ttl.parse("ttl", ttl));
  }

  /** The same request with an environment variable, in place of one of that name. */
  public InstanceRequest withVariable(InstanceRequest request, String name, String value) {
    return request.withVariable(name, value);
  }

  /** The same request with a label, in place of one of that key. */
  public InstanceRequest withLabel(InstanceRequest request, String key, String value) {
    return request.withLabel(key, value);
  }

  /**
   * The same request with other resources.
   *
   * @param cpu a quantity like {@code 500m}; empty to keep what the request says
   * @param memory a quantity like {@code 2Gi}; empty to keep what the request says
   */
  public InstanceRequest withResources(InstanceRequest request, String cpu, String memory) {
    ObjectNode resources =
        request
            .section(InstanceRequest.RESOURCES)
            .map(section -> (ObjectNode) section.value())
            .orElseGet(json::createObjectNode);
    if (!cpu.isEmpty()) {
      resources.put("cpu", cpu);
    }
    if (!memory.isEmpty()) {
      resources.put("memory", memory);
    }
    ObjectNode changed = json.createObjectNode();
    changed.set(InstanceRequest.RESOURCES, resources);
    InstanceRequest result = request;
    for (Section section : sections(changed)) {
      result = result.withSection(section);
    }
    return result;
  }

  /**
   * Refuses the request of an exchange, for routes that decide so. Over HTTP the client receives
   * the code and the message in the envelope; a queued request is moved to the dead-letter queue
   * with both.
   *
   * @param code an HTTP status from 400 to 599
   * @throws RequestRejectedException always
   */
  @SuppressWarnings("DoNotCallSuggester") // a route calls it, by name
  public void reject(int code, String message) {
    throw RequestRejectedException.withCode(code, message);
  }

  /**
   * Reads the id from the body of a queued operation on one instance, {@code {"id": "..."}}.
   *
   * @throws RequestRejectedException 400 when there is none
   */
  public String readId(String body) {
    String id = text(object(body), "id");
    if (id.isEmpty()) {
      throw RequestRejectedException.invalid("id", "is required");
    }
    return id;
  }

  private List<Section> sections(JsonNode request) {
    List<Section> found = new ArrayList<>();
    for (SectionRule rule : sections) {
      JsonNode value = request.get(rule.name());
      if (value != null && !value.isNull()) {
        try {
          found.add(rule.read(value));
        } catch (InvalidSectionException e) {
          throw e.refusal(rule.name());
        }
      }
    }
    return found;
  }

  /** The names of the fields that are known, sections among them. */
  public List<String> fields() {
    return Stream.concat(FIELDS.stream(), sections.stream().map(SectionRule::name)).toList();
  }

  private JsonNode object(String body) {
    if (body == null || body.isBlank()) {
      throw RequestRejectedException.badRequest("the body is empty; a JSON object is expected");
    }
    JsonNode node;
    try {
      node = json.readTree(withoutMark(body));
    } catch (JsonProcessingException e) {
      throw RequestRejectedException.badRequest(
          "the body is not valid JSON: " + StrictJson.describe(e));
    }
    if (!node.isObject()) {
      throw RequestRejectedException.badRequest(
          "the body is " + JsonKind.of(node) + "; a JSON object is expected");
    }
    return node;
  }

  /** Some editors and shells put a byte order mark in front, which RFC 8259 lets readers ignore. */
  private static String withoutMark(String body) {
    return body.startsWith(BYTE_ORDER_MARK) ? body.substring(BYTE_ORDER_MARK.length()) : body;
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? "" : asText(value, () -> field);
  }

  /**
   * @param field its name, which is made when it is needed
   */
  private static String asText(JsonNode value, Supplier<String> field) {
    if (!value.isTextual()) {
      throw RequestRejectedException.invalid(
          field.get(), "is " + JsonKind.of(value) + "; a string is expected" + hint(value));
    }
    return value.textValue();
  }

  /** Some values look like text to people and are numbers in YAML. */
  private static String hint(JsonNode value) {
    return value.isNumber() || value.isBoolean() ? ", in quotes" : "";
  }

  private static Map<String, String> texts(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw RequestRejectedException.invalid(
          field, "is " + JsonKind.of(value) + "; an object of strings is expected");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    value
        .properties()
        .forEach(
            entry ->
                texts.put(
                    entry.getKey(),
                    asText(
                        entry.getValue(),
                        () ->
                            field + "[" + RequestRejectedException.excerpt(entry.getKey()) + "]")));
    return texts;
  }

  private static List<String> list(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw RequestRejectedException.invalid(
          field, "is " + JsonKind.of(value) + "; a list of strings is expected");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      int index = i;
      texts.add(asText(value.get(i), () -> field + "[" + index + "]"));
    }
    return texts;
  }
}
