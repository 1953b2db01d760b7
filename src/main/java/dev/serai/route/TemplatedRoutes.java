package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Template;
import dev.serai.route.RouteOutline.TemplateParameter;
import dev.serai.route.RouteOutline.TemplateValue;
import dev.serai.route.RouteOutline.TemplatedRoute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routes that are created from route templates: their endpoints are those of the template with
 * the parameters set. The type of a parameter is that of the option in which it is used.
 */
final class TemplatedRoutes {

  /** {@code {{name}}}, or {@code {{?name}}} for an option that is omitted without a value. */
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{\\??([^{}:]+)}}");

  private final Map<String, Template> templates = new HashMap<>();

  TemplatedRoutes(Collection<RouteOutline> outlines) {
    for (RouteOutline outline : outlines) {
      outline.templates().forEach(template -> templates.putIfAbsent(template.id(), template));
    }
  }

  /** The endpoints of the templated routes of a file. */
  List<EndpointUse> endpoints(RouteOutline outline, Consumer<Finding> findings) {
    List<EndpointUse> endpoints = new ArrayList<>();
    for (TemplatedRoute route : outline.templatedRoutes()) {
      template(outline, route, findings)
          .ifPresent(
              template -> {
                checkParameters(outline.file().path(), route, template, findings);
                for (EndpointUse use : template.endpoints()) {
                  endpoints.add(with(use, outline.file().path(), route, template));
                }
              });
    }
    return endpoints;
  }

  /** The route configurations that the templated routes of a file refer to. */
  List<Named> configurationUses(RouteOutline outline) {
    List<Named> uses = new ArrayList<>();
    for (TemplatedRoute route : outline.templatedRoutes()) {
      Template template = templates.get(route.template().name());
      if (template != null) {
        for (Named use : template.configurationUses()) {
          uses.add(
              new Named(line(use.name(), route, route.line()), put(use.name(), route, template)));
        }
      }
    }
    return uses;
  }

  private Optional<Template> template(
      RouteOutline outline, TemplatedRoute route, Consumer<Finding> findings) {
    Template template = templates.get(route.template().name());
    if (template == null) {
      findings.accept(
          new Finding(
              outline.file().path(),
              route.template().line(),
              "no routeTemplate has the id `"
                  + route.template().name()
                  + "`"
                  + NearestName.hint(route.template().name(), templates.keySet())));
    }
    return Optional.ofNullable(template);
  }

  private static void checkParameters(
      Path file, TemplatedRoute route, Template template, Consumer<Finding> findings) {
    String of = "` of the template `" + template.id() + "`";
    template
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.required() && !route.values().containsKey(name)) {
                findings.accept(
                    new Finding(file, route.line(), "no value for the parameter `" + name + of));
              }
            });
    route
        .values()
        .forEach(
            (name, value) -> {
              if (!template.parameters().containsKey(name)) {
                findings.accept(
                    new Finding(
                        file,
                        value.line(),
                        "unknown parameter `"
                            + name
                            + of
                            + NearestName.hint(name, template.parameters().keySet())));
              }
            });
  }

  private static EndpointUse with(
      EndpointUse use, Path file, TemplatedRoute route, Template template) {
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    use.parameters()
        .forEach(
            (option, text) -> {
              String value = put(text, route, template);
              if (!value.contains("{{?")) {
                options.put(option, value);
                lines.put(option, line(text, route, route.line()));
              }
            });
    return new EndpointUse(
        file,
        line(use.uri(), route, route.line()),
        use.step(),
        use.direction(),
        put(use.uri(), route, template),
        options,
        lines);
  }

  private static String put(String text, TemplatedRoute route, Template template) {
    Matcher names = PARAMETER.matcher(text);
    return names.replaceAll(
        name ->
            Matcher.quoteReplacement(value(name.group(1), route, template).orElse(name.group())));
  }

  private static Optional<String> value(String name, TemplatedRoute route, Template template) {
    TemplateParameter parameter = template.parameters().get(name);
    return Optional.ofNullable(route.values().get(name))
        .map(TemplateValue::text)
        .or(() -> Optional.ofNullable(parameter).map(TemplateParameter::defaultValue));
  }

  /** Where the value of the first parameter of a text is given; else the line of the route. */
  private static int line(String text, TemplatedRoute route, int otherwise) {
    Matcher names = PARAMETER.matcher(text);
    while (names.find()) {
      TemplateValue value = route.values().get(names.group(1));
      if (value != null) {
        return value.line();
      }
    }
    return otherwise;
  }
}
