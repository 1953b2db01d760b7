package dev.serai.environment;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A port that an environment's main container listens on.
 *
 * @param name at most 15 lower-case letters, digits and dashes, as in Kubernetes; may be empty
 */
public record Port(String name, int number, String protocol) {

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

  public Port {
    Objects.requireNonNull(name, "name is null");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "port name \""
              + name
              + "\" must have 1 to 15 lower-case letters, digits and single dashes between them");
    }
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("port " + number + " is not between 1 and 65535");
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("protocol \"" + protocol + "\" is none of TCP, UDP, SCTP");
    }
  }

  public static Port tcp(int number) {
    return new Port("", number, "TCP");
  }
}
