package dev.serai.batch;

import java.util.Objects;

/**
 * The end of an attempt's log.
 *
 * @param text with invalid UTF-8 replaced; empty if the attempt was read without its log
 * @param truncated whether the log was longer
 * @param available whether the log could be read; it may be empty then
 */
public record LogTail(String text, boolean truncated, boolean available) {

  /** For an attempt whose log could not be read, or that never wrote one. */
  public static final LogTail NONE = new LogTail("", false, false);

  public LogTail {
    Objects.requireNonNull(text, "text is null");
  }

  /** The length only: the text must not be logged. */
  @Override
  public String toString() {
    return "LogTail[" + text.length() + " characters]";
  }
}
