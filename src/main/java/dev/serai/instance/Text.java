package dev.serai.instance;

/** What may be in text that comes from outside and goes into names, logs and tables. */
public final class Text {

  private Text() {}

  /** Whether the text has no control character, unpaired surrogate or unassigned code point. */
  public static boolean isPrintable(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.SURROGATE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR,
                      Character.FORMAT ->
                      true;
                  default -> false;
                });
  }

  /** Whether the text can be an argument or variable of a Unix process and valid UTF-8. */
  public static boolean isProcessText(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
