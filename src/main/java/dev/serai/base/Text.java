package dev.serai.base;

/** Rules for text from outside that is used in names, messages, logs and tables. */
public final class Text {

  private Text() {}

  /** Whether the text has no control character, unpaired surrogate or unassigned code point. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Text::isPrintable);
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.FORMAT ->
          false;
      default -> true;
    };
  }

  /** The text in one line, each character that is not printable shown as {@code ?}. */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /**
   * The beginning of a long text, with dots in place of the rest.
   *
   * @param max characters that are kept
   */
  public static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "...";
  }

  /** Whether the text can be an argument or variable of a Unix process and valid UTF-8. */
  public static boolean isProcessText(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
