package dev.serai.batch;

import java.util.Objects;

/**
 * The end of what a program has written.
 *
 * @param text in UTF-8, what was no UTF-8 replaced; empty where it was not read with its attempt
 * @param truncated whether there was more before it
 * @param available whether the log could be read at all; an unread log is not an empty one
 */
public record LogTail(String text, boolean truncated, boolean available) {

  /** Of an attempt whose log could not be had, or that never wrote one. */
  public static final LogTail NONE = new LogTail("", false, false);

  public LogTail {
    Objects.requireNonNull(text, "text is null");
  }

  /** How long it is; what it says is not for logs. */
  @Override
  public String toString() {
    return "LogTail[" + text.length() + " characters]";
  }
}
