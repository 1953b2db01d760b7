package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.EndpointUse.Direction;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** Checks endpoints against Camel's catalogue of components and their options. */
final class EndpointCheck {

  private final CamelCatalog catalog;
  private final ShippedParts shipped;
  private final Set<String> ours;

  /**
   * @param ours components bound by Java code or a file, whose options are not checked
   */
  EndpointCheck(CamelCatalog catalog, ShippedParts shipped, Set<String> ours) {
    this.catalog = catalog;
    this.shipped = shipped;
    this.ours = Set.copyOf(ours);
  }

  void check(EndpointUse written, Consumer<Finding> findings) {
    EndpointUse use = written.delegate();
    String scheme = use.scheme();
    boolean computed = scheme.contains("{{") || scheme.contains("${");
    if (use.direction() == Direction.MATCHES || computed || ours.contains(scheme)) {
      return;
    }
    if (!scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      findings.accept(
          finding(use, use.line(), "`" + use.uri() + "` is not an endpoint, like `direct:name`"));
      return;
    }
    Optional<String> problem = shipped.componentProblem(scheme);
    if (problem.isPresent()) {
      findings.accept(finding(use, use.line(), problem.get()));
      return;
    }
    ComponentModel component = catalog.componentModel(scheme);
    if (component == null) {
      // it is from an added jar, which the catalogue does not know
      return;
    }
    uriOf(use, scheme, findings)
        .ifPresent(
            uri ->
                report(
                    use,
                    component,
                    catalog.validateEndpointProperties(
                        uri,
                        component.isLenientProperties(),
                        use.direction() == Direction.CONSUMES,
                        use.direction() == Direction.SENDS),
                    findings));
  }

  private Optional<String> uriOf(EndpointUse use, String scheme, Consumer<Finding> findings) {
    Map<String, String> options = new LinkedHashMap<>();
    use.parameters().forEach((key, value) -> options.put(key, tolerated(value)));
    String bare = scheme + use.withoutQuery().substring(use.scheme().length());
    String query = use.uri().substring(use.withoutQuery().length());
    if (bare.equals(scheme) && query.isEmpty()) {
      List<String> missing =
          catalog.componentModel(scheme).getEndpointPathOptions().stream()
              .filter(option -> option.isRequired() && !options.containsKey(option.getName()))
              .map(BaseOptionModel::getName)
              .toList();
      if (!missing.isEmpty()) {
        missing.forEach(option -> at(use, option, "missing", findings));
        return Optional.empty();
      }
      try {
        return Optional.of(catalog.asEndpointUri(scheme, options, false));
      } catch (URISyntaxException | IllegalArgumentException e) {
        findings.accept(finding(use, use.line(), "`" + use.scheme() + "`: " + e.getMessage()));
        return Optional.empty();
      }
    }
    StringBuilder uri = new StringBuilder(tolerated(bare)).append(query);
    options.forEach(
        (key, value) ->
            uri.append(uri.indexOf("?") < 0 ? '?' : '&').append(key).append('=').append(value));
    return Optional.of(uri.toString());
  }

  /** Replaces a value that is known later by a form that the catalogue accepts. */
  private static String tolerated(String value) {
    if (value.startsWith("RAW(") || value.startsWith("#")) {
      return value.startsWith("#") ? value : "RAW(x)";
    }
    if (value.contains("${")) {
      return "{{later}}";
    }
    return value.replaceAll("\\{\\{[^{}]*}}", "{{later}}").replace("&", "%26");
  }

  @SuppressWarnings("unchecked")
  private void report(
      EndpointUse use,
      ComponentModel component,
      EndpointValidationResult result,
      Consumer<Finding> findings) {
    if (result.getSyntaxError() != null) {
      findings.accept(finding(use, use.line(), use.uri() + ": " + result.getSyntaxError()));
    }
    each(result.getUnknown(), option -> at(use, option, unknown(component, option), findings));
    each(result.getRequired(), option -> at(use, option, "missing", findings));
    each(
        result.getNotConsumerOnly(),
        option -> at(use, option, "is an option of producers, and this is a consumer", findings));
    each(
        result.getNotProducerOnly(),
        option -> at(use, option, "is an option of consumers, and this is a producer", findings));
    Map<String, String> enums = orEmpty(result.getInvalidEnum());
    enums.forEach(
        (option, value) ->
            at(
                use,
                option,
                "is `"
                    + value
                    + "`; it has to be one of "
                    + String.join(", ", result.getEnumChoices(option)),
                findings));
    mistyped(use, result.getInvalidBoolean(), "true or false", findings);
    mistyped(use, result.getInvalidInteger(), "a whole number", findings);
    mistyped(use, result.getInvalidNumber(), "a number", findings);
    mistyped(use, result.getInvalidDuration(), "a duration such as 500, 10s or 5m", findings);
    mistyped(use, result.getInvalidReference(), "a bean, written `#name`", findings);
  }

  private static void mistyped(
      EndpointUse use, Map<String, String> values, String kind, Consumer<Finding> findings) {
    orEmpty(values)
        .forEach(
            (option, value) ->
                at(use, option, "is `" + value + "`; it has to be " + kind, findings));
  }

  private static String unknown(ComponentModel component, String option) {
    List<String> known =
        component.getEndpointOptions().stream().map(BaseOptionModel::getName).toList();
    return "unknown" + NearestName.hint(option, known);
  }

  private static void at(
      EndpointUse use, String option, String problem, Consumer<Finding> findings) {
    String name = "option `" + option + "` of `" + use.scheme() + "`";
    String message =
        switch (problem) {
          case "missing" -> "`" + use.scheme() + "` needs the option `" + option + "`";
          default ->
              problem.startsWith("unknown")
                  ? "unknown " + name + problem.substring("unknown".length())
                  : name + " " + problem;
        };
    findings.accept(finding(use, use.lineOf(option), message));
  }

  private static <T> Map<String, T> orEmpty(Map<String, T> map) {
    return map == null ? new LinkedHashMap<>() : map;
  }

  private static void each(Collection<String> names, Consumer<String> action) {
    if (names != null) {
      names.forEach(action);
    }
  }

  private static Finding finding(EndpointUse use, int line, String message) {
    return new Finding(use.file(), line, message);
  }
}
