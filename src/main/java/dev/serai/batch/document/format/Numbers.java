package dev.serai.batch.document.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers in JSON's form, with their digits as they are written: 0.10 stays 0.10. */
final class Numbers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DIGITS_OF_AN_INT = 9;
  private static final int DIGITS_OF_A_LONG = 18;

  private Numbers() {}

  static JsonNode whole(String text) {
    if (text.length() <= DIGITS_OF_AN_INT) {
      return JSON.numberNode(Integer.parseInt(text));
    }
    return text.length() <= DIGITS_OF_A_LONG
        ? JSON.numberNode(Long.parseLong(text))
        : JSON.numberNode(new BigInteger(text));
  }

  static JsonNode decimal(String text) {
    return DecimalNode.valueOf(new BigDecimal(text));
  }
}
