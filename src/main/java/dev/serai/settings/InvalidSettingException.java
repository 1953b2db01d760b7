package dev.serai.settings;

/** A setting with which the program can't start; the message is one line for the operator. */
public final class InvalidSettingException extends RuntimeException {

  public InvalidSettingException(String message) {
    super(message);
  }

  InvalidSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
