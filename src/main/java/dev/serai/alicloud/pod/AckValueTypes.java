package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.serai.base.NearestName;
import dev.serai.instance.JsonKind;
import dev.serai.instance.RequestRejectedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The types of values that settings have. */
final class AckValueTypes {

  private AckValueTypes() {}

  /** Text that matches a pattern as a whole. */
  static ValueType<String> text(Pattern pattern, String expected) {
    return (value, at) -> {
      String text = string(value, at);
      if (!pattern.matcher(text).matches()) {
        throw at.fault(RequestRejectedException.excerpt(text) + " is not " + expected);
      }
      return text;
    };
  }

  static ValueType<String> word(List<String> known) {
    return (value, at) -> {
      String text = string(value, at);
      if (!known.contains(text)) {
        throw at.fault(
            RequestRejectedException.excerpt(text)
                + " is none of "
                + String.join(", ", known)
                + "; did you mean "
                + NearestName.of(text, known)
                + "?");
      }
      return text;
    };
  }

  static ValueType<Boolean> flag() {
    return (value, at) -> {
      if (!value.isBoolean()) {
        throw at.fault("is " + JsonKind.of(value) + "; true or false is expected");
      }
      return value.booleanValue();
    };
  }

  /** A whole number, such that counting from 0 in steps reaches it. */
  static ValueType<Integer> whole(int least, int most, int step) {
    String expected =
        "a whole number from "
            + least
            + " to "
            + most
            + (step > 1 ? ", a multiple of " + step + "," : "");
    return (value, at) -> {
      if (!value.isIntegralNumber()) {
        throw at.fault("is " + JsonKind.of(value) + "; " + expected + " is expected");
      }
      if (!value.canConvertToInt()
          || value.intValue() < least
          || value.intValue() > most
          || value.intValue() % step != 0) {
        throw at.fault(value.asText() + " is not " + expected.replaceAll(",$", ""));
      }
      return value.intValue();
    };
  }

  /** A price above zero, with as many decimal places as are allowed. */
  static ValueType<BigDecimal> price(int places) {
    return (value, at) -> {
      if (!value.isNumber()) {
        throw at.fault("is " + JsonKind.of(value) + "; a number is expected");
      }
      BigDecimal price = value.decimalValue().stripTrailingZeros();
      if (price.signum() <= 0 || price.scale() > places || price.precision() > 12) {
        throw at.fault(
            value.asText() + " is not a price above 0 with at most " + places + " decimal places");
      }
      return price;
    };
  }

  static <T> ValueType<List<T>> list(ValueType<T> items, int most) {
    return (value, at) -> {
      if (!value.isArray()) {
        throw at.fault("is " + JsonKind.of(value) + "; a list is expected");
      }
      if (value.isEmpty() || value.size() > most) {
        throw at.fault("has " + value.size() + " entries; 1 to " + most + " are allowed");
      }
      List<T> list = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        T item = items.read(value.get(i), at.item(i));
        if (list.contains(item)) {
          throw at.item(i).fault("comes twice");
        }
        list.add(item);
      }
      return list;
    };
  }

  static ValueType<Map<String, String>> map(
      ValueType<String> keys, ValueType<String> values, int most) {
    return (value, at) -> {
      if (!value.isObject()) {
        throw at.fault("is " + JsonKind.of(value) + "; an object of strings is expected");
      }
      if (value.size() > most) {
        throw at.fault("has " + value.size() + " entries; at most " + most + " are allowed");
      }
      Map<String, String> map = new TreeMap<>();
      value
          .properties()
          .forEach(
              entry -> {
                SectionPath entryAt = at.key(entry.getKey());
                keys.read(TextNode.valueOf(entry.getKey()), entryAt);
                map.put(entry.getKey(), values.read(entry.getValue(), entryAt));
              });
      return map;
    };
  }

  static String string(JsonNode value, SectionPath at) {
    if (!value.isTextual()) {
      throw at.fault("is " + JsonKind.of(value) + "; a string is expected");
    }
    return value.textValue();
  }
}
