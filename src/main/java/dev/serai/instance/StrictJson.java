package dev.serai.instance;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/** JSON as it is read from outside, and what is wrong with it in words for its sender. */
public final class StrictJson {

  private StrictJson() {}

  /**
   * A parser's settings, to which the detection of keys that come twice may be added.
   *
   * @param maxText the longest text, in characters
   */
  public static JsonFactoryBuilder parser(int maxText) {
    return new JsonFactoryBuilder()
        // an error's message must not quote the source: it may hold secrets
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(RequestReader.MAX_NESTING)
                .maxStringLength(maxText)
                .build());
  }

  /** Describes the error and its position, without the surrounding text. */
  public static String describe(JsonProcessingException e) {
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
      return "it is nested deeper than " + RequestReader.MAX_NESTING + " levels" + where;
    }
    if (what.contains("exceeds the maximum allowed")) {
      return "a text or a number in it is too long" + where;
    }
    if (what.startsWith("Trailing token")) {
      return "there is text after its end" + where;
    }
    if (what.startsWith("Unexpected end-of-input")) {
      return "it ends too early" + where;
    }
    return "it can't be read" + where;
  }
}
