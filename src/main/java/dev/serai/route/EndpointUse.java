package dev.serai.route;

import dev.serai.route.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint URI in a route file, with its parameters.
 *
 * @param step the step it stands in, such as {@code to}
 * @param parameterLines where each of the parameters stands
 */
record EndpointUse(
    Path file,
    int line,
    String step,
    Direction direction,
    String uri,
    Map<String, String> parameters,
    Map<String, Integer> parameterLines) {

  /** Which options of the endpoint are allowed. */
  enum Direction {
    CONSUMES,
    SENDS,
    /** A pattern to intercept, which need not be an endpoint. */
    MATCHES
  }

  static EndpointUse of(
      Path file,
      int line,
      String step,
      Direction direction,
      String uri,
      Optional<Mapping> options) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    options.ifPresent(
        mapping ->
            mapping
                .entries()
                .forEach(
                    (key, entry) -> {
                      lines.put(key, entry.line());
                      if (entry.value() instanceof YamlNode.Scalar scalar) {
                        parameters.put(key, scalar.text());
                      }
                    }));
    return new EndpointUse(file, line, step, direction, uri, parameters, lines);
  }

  /**
   * What a {@code master:namespace:delegate} delegates to, which the options belong to; else this.
   */
  EndpointUse delegate() {
    String[] parts = uri.split(":", 3);
    return parts.length == 3 && parts[0].equals("master")
        ? new EndpointUse(file, line, step, direction, parts[2], parameters, parameterLines)
        : this;
  }

  /** What stands before the colon. */
  String scheme() {
    String bare = withoutQuery();
    int colon = bare.indexOf(':');
    return colon < 0 ? bare : bare.substring(0, colon);
  }

  /** {@code direct:name} without slashes and options, as two URIs of one endpoint agree on. */
  String address() {
    String bare = withoutQuery();
    int colon = bare.indexOf(':');
    String rest = colon < 0 ? parameters.getOrDefault("name", "") : bare.substring(colon + 1);
    return scheme() + ":" + (rest.startsWith("//") ? rest.substring(2) : rest);
  }

  /** Whether the sender goes on when nobody is there: a place for an integrator's own route. */
  boolean mayBeUnserved() {
    return "false".equals(parameters.get("failIfNoConsumers"))
        || uri.contains("failIfNoConsumers=false");
  }

  boolean isComputed() {
    return address().contains("{{") || address().contains("${");
  }

  /** The URI up to its question mark; one inside a placeholder is not it. */
  String withoutQuery() {
    int depth = 0;
    for (int i = 0; i < uri.length(); i++) {
      if (uri.startsWith("{{", i)) {
        depth++;
        i++;
      } else if (uri.startsWith("}}", i)) {
        depth = Math.max(0, depth - 1);
        i++;
      } else if (uri.charAt(i) == '?' && depth == 0) {
        return uri.substring(0, i);
      }
    }
    return uri;
  }

  int lineOf(String option) {
    return parameterLines.getOrDefault(option, line);
  }
}
