package dev.serai.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Finds everything that is wrong with a request, where {@link RequestReader} stops at the first
 * fault: it lets the reader read each field by itself, and of a wrong field each entry by itself.
 * What only the whole breaks, such as too many labels, is found too.
 */
public final class RequestFaults {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String ENV = "envName";
  // an environment that nobody asks for: whatever is right beside it is right
  private static final String ANY_ENV = "any@1";

  private final RequestReader reader;

  public RequestFaults(RequestReader reader) {
    this.reader = Objects.requireNonNull(reader, "reader is null");
  }

  /** At least one fault for each wrong field; none for a request that can be read. */
  public List<Fault> of(ObjectNode request) {
    if (refusal(request).isEmpty()) {
      return List.of();
    }
    List<Fault> faults = new ArrayList<>();
    if (!request.hasNonNull(ENV)) {
      faults.addAll(refusal(JSON.objectNode()));
    }
    request.properties().forEach(field -> faults.addAll(ofField(field)));
    // all fields are right, and yet not all of them together
    return faults.isEmpty() ? refusal(request) : faults;
  }

  /** The same for the fields of a request that is not whole: it need not name an environment. */
  public List<Fault> ofParts(ObjectNode request) {
    ObjectNode whole = request.deepCopy();
    if (!whole.hasNonNull(ENV)) {
      whole.put(ENV, ANY_ENV);
    }
    return of(whole);
  }

  private List<Fault> ofField(Map.Entry<String, JsonNode> field) {
    List<Fault> whole = refusal(only(field.getKey(), field.getValue()));
    if (whole.isEmpty()) {
      return whole;
    }
    Function<JsonNode, List<Fault>> part = value -> refusal(only(field.getKey(), value));
    List<Fault> faults = new ArrayList<>();
    if (field.getValue() instanceof ObjectNode entries) {
      entries
          .properties()
          .forEach(
              entry ->
                  faults.addAll(
                      part.apply(JSON.objectNode().set(entry.getKey(), entry.getValue()))));
    } else if (field.getValue() instanceof ArrayNode entries) {
      for (int i = 0; i < entries.size(); i++) {
        faults.addAll(part.apply(atItsPlace(entries.get(i), i)));
      }
    }
    return faults.isEmpty() ? whole : faults;
  }

  /** The entry behind others that are right, so that its number is told. */
  private static ArrayNode atItsPlace(JsonNode entry, int index) {
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < Math.min(index, InstanceRequest.MAX_ENTRIES - 1); i++) {
      list.add("");
    }
    return list.add(entry);
  }

  private static ObjectNode only(String field, JsonNode value) {
    ObjectNode request = JSON.objectNode();
    request.put(ENV, ANY_ENV);
    request.set(field, value);
    return request;
  }

  private List<Fault> refusal(JsonNode request) {
    try {
      reader.read(request);
      return List.of();
    } catch (RequestRejectedException refusal) {
      return List.of(refusal.fault().orElseGet(() -> new Fault("", refusal.getMessage())));
    }
  }
}
