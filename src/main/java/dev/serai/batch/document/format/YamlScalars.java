package dev.serai.batch.document.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What YAML means by text without quotes. Null, booleans and numbers are those of JSON; what other
 * readers of YAML take for one of them, and some for text, is in doubt and must be quoted.
 */
final class YamlScalars {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,4})?");
  private static final int MAX_DIGITS = 1_000;
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern OLD_BOOLEAN = Pattern.compile("(?i)yes|no|on|off");

  /** Octal, hexadecimal and binary numbers, underscores, bare points, times in base 60. */
  private static final Pattern OTHER_NUMBER =
      Pattern.compile(
          "[-+]?(0[xX][0-9a-fA-F_]+|0o[0-7]+|0b[01_]+|[0-9][0-9_]*"
              + "|([0-9][0-9_]*)?\\.[0-9_]+([eE][-+]?[0-9]+)?|[0-9][0-9_]*\\.?([eE][-+]?[0-9]+)?"
              + "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|\\.(inf|Inf|INF|nan|NaN|NAN))");

  private YamlScalars() {}

  static JsonNode value(String plain) {
    if (NULL.matcher(plain).matches()) {
      return JSON.nullNode();
    }
    if (TRUE.matcher(plain).matches() || FALSE.matcher(plain).matches()) {
      return JSON.booleanNode(TRUE.matcher(plain).matches());
    }
    if (plain.length() <= MAX_DIGITS && WHOLE.matcher(plain).matches()) {
      return Numbers.whole(plain);
    }
    if (plain.length() <= MAX_DIGITS && DECIMAL.matcher(plain).matches()) {
      return Numbers.decimal(plain);
    }
    return JSON.textNode(plain);
  }

  static Optional<String> doubt(String plain) {
    if (OLD_BOOLEAN.matcher(plain).matches()) {
      return Optional.of(
          "is true or false to some readers of YAML and text to others; put it in quotes, or write"
              + " true or false");
    }
    if (value(plain).isTextual() && OTHER_NUMBER.matcher(plain).matches()) {
      return Optional.of(
          "is a number to some readers of YAML and text to others; put it in quotes, or write the"
              + " number in decimal");
    }
    return Optional.empty();
  }
}
