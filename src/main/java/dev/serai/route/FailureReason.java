package dev.serai.route;

import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.apache.camel.PropertyBindingException;

/**
 * Why Camel, or a part of the server, can't be started: the innermost message, since those around
 * it only say that something has failed. It has no value of an option, which may be a secret.
 */
public final class FailureReason {

  private FailureReason() {}

  /** The reason, in a sentence that can follow a colon. */
  public static String of(Throwable failure) {
    String reason = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RouteLoadException located) {
        return located.getMessage();
      }
      if (cause instanceof PropertyBindingException binding) {
        return of(binding);
      }
      if (cause instanceof NoSuchFileException missing) {
        return "there is no " + missing.getFile();
      }
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        // some messages are only the name of what is missing
        boolean isName = !message.contains(" ");
        reason = isName ? cause.getClass().getSimpleName() + ": " + message : message;
      }
    }
    return reason;
  }

  /** Camel's own message quotes the value. */
  private static String of(PropertyBindingException failure) {
    String key =
        Objects.requireNonNullElse(failure.getOptionPrefix(), "")
            + Objects.requireNonNullElse(failure.getOptionKey(), failure.getPropertyName());
    String type = failure.getTarget() == null ? "" : failure.getTarget().getClass().getSimpleName();
    return failure.getCause() == null
        ? "`" + key + "` can't be set: " + type + " has no such option"
        : "`" + key + "` can't be set: the value does not suit " + type;
  }
}
