package dev.serai.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML node with its line, counted from 1. */
sealed interface YamlNode {

  int line();

  /** Its kind in messages. */
  String kind();

  /**
   * Keys with their values.
   *
   * @param entries by key, in the order written
   */
  record Mapping(int line, Map<String, Entry> entries) implements YamlNode {

    @Override
    public String kind() {
      return "a mapping";
    }

    Optional<YamlNode> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** The text at a key, if its value is a scalar other than null. */
    Optional<Scalar> scalar(String key) {
      return get(key)
          .filter(Scalar.class::isInstance)
          .map(Scalar.class::cast)
          .filter(value -> value.type() != ScalarType.NULL);
    }

    Optional<Mapping> mapping(String key) {
      return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    boolean has(String key) {
      return entries.containsKey(key);
    }
  }

  /**
   * A value under a key.
   *
   * @param line of the key
   */
  record Entry(int line, YamlNode value) {}

  record Sequence(int line, List<YamlNode> items) implements YamlNode {

    @Override
    public String kind() {
      return "a list";
    }
  }

  record Scalar(int line, String text, ScalarType type) implements YamlNode {

    @Override
    public String kind() {
      return switch (type) {
        case STRING -> "a text";
        case NUMBER -> "a number";
        case BOOLEAN -> "true or false";
        case NULL -> "nothing";
      };
    }
  }

  /** The type that YAML resolves an unquoted value to. */
  enum ScalarType {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }
}
