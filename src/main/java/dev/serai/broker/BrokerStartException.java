package dev.serai.broker;

/** The embedded broker can't be started; the message says what to do, in one line. */
public final class BrokerStartException extends RuntimeException {

  BrokerStartException(String message) {
    super(message);
  }

  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
