package dev.serai.http;

import dev.serai.instance.Count;
import dev.serai.instance.RequestRejectedException;
import java.util.OptionalInt;

/** Parses query parameters. */
public final class QueryValues {

  private static final int MAX_TAIL = 1_000_000;

  private QueryValues() {}

  /** The value of {@code tail}; absent for a whole log. */
  public static OptionalInt lines(String text) {
    return isGiven(text)
        ? OptionalInt.of(Count.parse("tail", text, 0, MAX_TAIL))
        : OptionalInt.empty();
  }

  /**
   * The value of a switch, which is off by default.
   *
   * @throws RequestRejectedException 400 for a value that is neither {@code true} nor {@code false}
   */
  public static boolean yes(String field, String text) {
    if (!isGiven(text) || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw RequestRejectedException.invalid(
        field, RequestRejectedException.excerpt(text) + " is neither true nor false");
  }

  public static boolean isGiven(String text) {
    return text != null && !text.isEmpty();
  }
}
