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
 * @param step the step that contains it, such as {@code to}
 * @param parameterLines the line of each parameter
 */
record EndpointUse(
    Path file,
    int line,
    String step,
    Direction direction,
    String uri,
    Map<String, String> parameters,
    Map<String, Integer> parameterLines) {

  /** Whether the endpoint is a consumer or a producer, which have different options. */
  enum Direction {
    CONSUMES,
    SENDS,
    /** A pattern for interception, which may not be an endpoint. */
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

  /** The delegate of {@code master:namespace:delegate}, to which the options belong; else this. */
  EndpointUse delegate() {
    String[] parts = uri.split(":", 3);
    return parts.length == 3 && parts[0].equals("master")
        ? new EndpointUse(file, line, step, direction, parts[2], parameters, parameterLines)
        : this;
  }

  /** The scheme, before the colon. */
  String scheme() {
    String bare = withoutQuery();
    int colon = bare.indexOf(':');
    return colon < 0 ? bare : bare.substring(0, colon);
  }

  /** {@code direct:name} without slashes and options, equal for all URIs of one endpoint. */
  String address() {
    String bare = withoutQuery();
    int colon = bare.indexOf(':');
    String rest = colon < 0 ? parameters.getOrDefault("name", "") : bare.substring(colon + 1);
    return scheme() + ":" + (rest.startsWith("//") ? rest.substring(2) : rest);
  }

  /**
   * Whether the producer continues without a consumer: an extension point for an integrator's
   * route.
   */
  boolean mayBeUnserved() {
    return "false".equals(parameters.get("failIfNoConsumers"))
        || uri.contains("failIfNoConsumers=false");
  }

  boolean isComputed() {
    return address().contains("{{") || address().contains("${");
  }

  /** The URI up to its question mark, ignoring question marks in placeholders. */
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
