package dev.serai.settings;

import java.util.regex.Pattern;

/** What a queue or a topic may be called, on the embedded broker and on the others. */
public final class QueueName {

  /** For an error: what {@link #isOne} takes. */
  public static final String RULE =
      "1 to 200 letters, digits, _, . and -, of which neither . nor - is the first";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

  private QueueName() {}

  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }
}
