package dev.serai.instance;

/** Whole numbers that come as text, in the query of a request. */
public final class Count {

  private Count() {}

  /**
   * Reads a number within bounds.
   *
   * @param field the field to name in a refusal
   * @throws RequestRejectedException 400 for what is no number, and for what is too small or too
   *     large
   */
  public static int parse(String field, String text, int least, int most) {
    try {
      int count = Integer.parseInt(text);
      if (count >= least && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // refused below, as what is out of range
    }
    throw RequestRejectedException.invalid(
        field,
        RequestRejectedException.excerpt(text) + " is not a number from " + least + " to " + most);
  }
}
