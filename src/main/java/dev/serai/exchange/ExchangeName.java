package dev.serai.exchange;

import java.util.Objects;

/**
 * One name of {@link ExchangeNames}, with its description for authors of routes.
 *
 * @param type simple name of the value's class
 * @param setBy routes and beans that set it
 * @param readBy routes, beans and programs that read it
 */
public record ExchangeName(
    String name, Kind kind, String type, String setBy, String readBy, String meaning) {

  /** Where the value is stored. */
  public enum Kind {
    /** A property of the exchange, which is not sent with messages. */
    PROPERTY,
    /** A header of the message, which may be sent with a response or a queued message. */
    HEADER
  }

  public ExchangeName {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(setBy, "setBy is null");
    Objects.requireNonNull(readBy, "readBy is null");
    Objects.requireNonNull(meaning, "meaning is null");
  }
}
