package dev.serai.instance;

import com.fasterxml.jackson.databind.JsonNode;

/** The kind of a JSON value, in the words of messages. */
public final class JsonKind {

  private JsonKind() {}

  public static String of(JsonNode value) {
    return switch (value.getNodeType()) {
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
