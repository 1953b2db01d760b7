package dev.serai.batch.document.format;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The meaning of YAML's plain text, which has no quotes. Null, booleans and numbers are those of
 * JSON; a text that other YAML parsers take for one of them is ambiguous and must be quoted.
 */
final class YamlScalars {

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

  static JsonToken token(String plain) {
    if (NULL.matcher(plain).matches()) {
      return JsonToken.VALUE_NULL;
    }
    if (TRUE.matcher(plain).matches()) {
      return JsonToken.VALUE_TRUE;
    }
    if (FALSE.matcher(plain).matches()) {
      return JsonToken.VALUE_FALSE;
    }
    if (plain.length() > MAX_DIGITS) {
      return JsonToken.VALUE_STRING;
    }
    if (WHOLE.matcher(plain).matches()) {
      return JsonToken.VALUE_NUMBER_INT;
    }
    return DECIMAL.matcher(plain).matches() ? JsonToken.VALUE_NUMBER_FLOAT : JsonToken.VALUE_STRING;
  }

  static Optional<String> doubt(String plain) {
    if (OLD_BOOLEAN.matcher(plain).matches()) {
      return Optional.of(
          "is true or false to some readers of YAML and text to others; put it in quotes, or write"
              + " true or false");
    }
    if (token(plain) == JsonToken.VALUE_STRING && OTHER_NUMBER.matcher(plain).matches()) {
      return Optional.of(
          "is a number to some readers of YAML and text to others; put it in quotes, or write the"
              + " number in decimal");
    }
    return Optional.empty();
  }
}
