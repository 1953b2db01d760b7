package dev.serai.http;

import dev.serai.instance.Count;
import dev.serai.instance.RequestRejectedException;
import java.util.OptionalInt;

/** What stands in the query of a request, as text. */
public final class QueryValues {

  private static final int MAX_TAIL = 1_000_000;

  private QueryValues() {}

  /** Of {@code tail}; absent for a whole log. */
  public static OptionalInt lines(String text) {
    return isGiven(text)
        ? OptionalInt.of(Count.parse("tail", text, 0, MAX_TAIL))
        : OptionalInt.empty();
  }

  /**
   * Of a switch; what is not given is off.
   *
   * @throws RequestRejectedException 400 for what is neither {@code true} nor {@code false}
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
