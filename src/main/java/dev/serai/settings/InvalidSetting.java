package dev.serai.settings;

/** A setting with which the program can't start; the message is one line for the operator. */
public final class InvalidSetting extends RuntimeException {

  public InvalidSetting(String message) {
    super(message);
  }

  InvalidSetting(String message, Throwable cause) {
    super(message, cause);
  }
}
