package dev.serai.broker;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a broker is and how to log in to it.
 *
 * @param url {@code tcp://} for Artemis' own protocol, {@code amqp://} or {@code amqps://} for AMQP
 *     1.0; with the client's options as its query
 */
public record ExternalBroker(URI url, Optional<String> user, Optional<String> password) {

  private static final Set<String> SCHEMES = Set.of("tcp", "amqp", "amqps");
  private static final Pattern LOGIN_IN_QUERY =
      Pattern.compile("(^|&)(jms\\.)?(user|username|password)=", Pattern.CASE_INSENSITIVE);

  public ExternalBroker {
    requireNonNull(url, "url is null");
    requireNonNull(user, "user is null");
    requireNonNull(password, "password is null");
    if (url.getScheme() == null || !SCHEMES.contains(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "serai.broker-url must be like tcp://broker:61616 (Artemis), amqp://broker:5672 or amqps://broker:5671");
    }
    if (url.getUserInfo() != null
        || (url.getQuery() != null && LOGIN_IN_QUERY.matcher(url.getQuery()).find())) {
      throw new IllegalArgumentException(
          "serai.broker-url must not hold a user or a password: give serai.broker-user and serai.broker-password");
    }
  }

  boolean speaksAmqp() {
    return !url.getScheme().equals("tcp");
  }

  /** Scheme, host and port, which may be shown. */
  String address() {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /** The text without what must not be shown, should a client have put it in. */
  String withoutSecrets(String text) {
    String clean = text;
    if (url.getRawQuery() != null) {
      clean = clean.replace(url.getRawQuery(), "...");
    }
    return password.filter(p -> !p.isEmpty()).isPresent()
        ? clean.replace(password.get(), "***")
        : clean;
  }

  @Override
  public String toString() {
    return "ExternalBroker[" + address() + "]";
  }
}
