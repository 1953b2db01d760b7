package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.NearestName;
import dev.serai.base.Text;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Place;
import dev.serai.instance.JsonKind;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of an object. A wrong field is recorded as a fault and counts as absent. */
record Fields(ObjectNode object, Place place, FaultList faults) {

  private static final Pattern NO_TIME = Pattern.compile("0+(ms|s|m|h)");

  /** Records other fields as unknown, and removes them. */
  void allowOnly(List<String> known) {
    allowOnly(known, Map.of());
  }

  /**
   * Records other fields as unknown, with advice, and removes them.
   *
   * @param advice for names that belong elsewhere, or have another name here
   */
  void allowOnly(List<String> known, Map<String, String> advice) {
    List<String> unknown = new ArrayList<>();
    object.fieldNames().forEachRemaining(name -> unknown.add(name));
    unknown.removeAll(known);
    for (String name : unknown) {
      fault(name, "is unknown" + Optional.ofNullable(advice.get(name)).orElse(hint(name, known)));
      object.remove(name);
    }
  }

  private static String hint(String name, List<String> known) {
    return NearestName.near(shortened(name), known)
        .map(near -> "; did you mean " + near + "?")
        .orElse("; known are " + String.join(", ", known));
  }

  /** Names may have any length, and computing their distance takes the product of both lengths. */
  private static String shortened(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64);
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
  }

  Optional<String> text(String name) {
    return value(name)
        .filter(value -> is(value.isTextual(), name, value, "a string"))
        .map(JsonNode::textValue);
  }

  /** A name or an id: printable, not empty, and fit to be a part of a path. */
  Optional<String> name(String name, int longest) {
    return text(name)
        .filter(
            text -> {
              Optional<String> why = faultOfName(text, longest);
              why.ifPresent(message -> fault(name, message));
              return why.isEmpty();
            });
  }

  static Optional<String> faultOfName(String text, int longest) {
    if (text.isBlank()) {
      return Optional.of("is empty");
    }
    if (text.length() > longest) {
      return Optional.of(
          "has " + text.length() + " characters; at most " + longest + " are allowed");
    }
    if (!Text.isPrintable(text)) {
      return Optional.of("holds a control character");
    }
    if (!text.equals(text.strip())) {
      return Optional.of("has spaces at its ends");
    }
    return text.contains("/") ? Optional.of("holds a slash") : Optional.empty();
  }

  int whole(String name, int least, int most, int otherwise) {
    return value(name)
        .filter(value -> is(value.isIntegralNumber(), name, value, "a whole number"))
        .filter(
            value -> {
              boolean within =
                  value.canConvertToInt() && value.intValue() >= least && value.intValue() <= most;
              if (!within) {
                fault(name, "is not from " + least + " to " + most);
              }
              return within;
            })
        .map(JsonNode::intValue)
        .orElse(otherwise);
  }

  boolean flag(String name) {
    return value(name)
        .filter(value -> is(value.isBoolean(), name, value, "true or false"))
        .map(JsonNode::booleanValue)
        .orElse(false);
  }

  Optional<ObjectNode> object(String name) {
    return value(name)
        .filter(value -> is(value.isObject(), name, value, "an object"))
        .map(value -> (ObjectNode) value);
  }

  Optional<JsonNode> list(String name) {
    return value(name).filter(value -> is(value.isArray(), name, value, "a list"));
  }

  /** A duration that is not zero. */
  Optional<Duration> duration(String name) {
    return text(name).flatMap(text -> parsed(name, text));
  }

  /** A duration, which may be zero. */
  Optional<Duration> durationOrNone(String name) {
    return text(name)
        .flatMap(
            text ->
                NO_TIME.matcher(text).matches() ? Optional.of(Duration.ZERO) : parsed(name, text));
  }

  private Optional<Duration> parsed(String name, String text) {
    try {
      return Optional.of(Ttl.parse(name, text).duration());
    } catch (RequestRejectedException refusal) {
      fault(name, refusal.fault().orElseThrow().message());
      return Optional.empty();
    }
  }

  void fault(String name, String message) {
    faults.add(place.key(name), message);
  }

  private boolean is(boolean right, String name, JsonNode value, String expected) {
    if (!right) {
      fault(
          name,
          "is " + JsonKind.of(value) + "; " + expected + " is expected" + hint(value, expected));
    }
    return right;
  }

  private static String hint(JsonNode value, String expected) {
    boolean quotes = expected.equals("a string") && (value.isNumber() || value.isBoolean());
    return quotes ? ", in quotes" : "";
  }
}
