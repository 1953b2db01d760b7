package dev.serai.settings;

import java.util.regex.Pattern;

/** Valid names of queues and topics, on the embedded broker and on external ones. */
public final class QueueName {

  /** The names that {@link #isOne} accepts, for an error message. */
  public static final String RULE =
      "1 to 200 letters, digits, _, . and -, of which neither . nor - is the first";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

  private QueueName() {}

  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }
}
