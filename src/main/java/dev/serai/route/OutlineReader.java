package dev.serai.route;

import dev.serai.route.EndpointUse.Direction;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Route;
import dev.serai.route.RouteOutline.Script;
import dev.serai.route.RouteOutline.Template;
import dev.serai.route.RouteOutline.TemplateParameter;
import dev.serai.route.RouteOutline.TemplateValue;
import dev.serai.route.RouteOutline.TemplatedRoute;
import dev.serai.route.YamlNode.Entry;
import dev.serai.route.YamlNode.Mapping;
import dev.serai.route.YamlNode.Scalar;
import dev.serai.route.YamlNode.ScalarType;
import dev.serai.route.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects the {@link RouteOutline} of one file in one pass over its nodes. */
final class OutlineReader {

  private static final Map<String, Direction> ENDPOINT_STEPS =
      Map.of(
          "from", Direction.CONSUMES,
          "to", Direction.SENDS,
          "toD", Direction.SENDS,
          "wireTap", Direction.SENDS,
          "poll", Direction.CONSUMES,
          "interceptFrom", Direction.MATCHES,
          "interceptSendToEndpoint", Direction.MATCHES);

  /** Steps whose constant expression is an endpoint. */
  private static final Map<String, Direction> COMPUTED_STEPS =
      Map.of("enrich", Direction.SENDS, "pollEnrich", Direction.CONSUMES);

  /** Properties of other steps that contain endpoint URIs. */
  private static final Set<String> ENDPOINT_PROPERTIES =
      Set.of("deadLetterUri", "afterUri", "compensation", "completion");

  private static final Set<String> PREDICATES =
      Set.of(
          "filter",
          "when",
          "onWhen",
          "validate",
          "handled",
          "continued",
          "retryWhile",
          "completionPredicate");

  private static final List<String> VERBS =
      List.of("get", "post", "put", "delete", "patch", "head");

  private static final Pattern COMMA = Pattern.compile(",");

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{[^}]*}");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

  private final RouteFile file;
  private final List<Route> routes = new ArrayList<>();
  private final List<Named> steps = new ArrayList<>();
  private final List<Named> configurations = new ArrayList<>();
  private final List<Named> configurationUses = new ArrayList<>();
  private final List<EndpointUse> endpoints = new ArrayList<>();
  private final List<Script> scripts = new ArrayList<>();
  private final List<Named> placeholders = new ArrayList<>();

  private final List<Template> templates = new ArrayList<>();
  private final List<TemplatedRoute> templatedRoutes = new ArrayList<>();
  private final List<Named> operations = new ArrayList<>();

  /** Parameters of the route template being read; placeholders may name them. */
  private final Map<String, TemplateParameter> templateParameters = new LinkedHashMap<>();

  private OutlineReader(RouteFile file) {
    this.file = file;
  }

  static RouteOutline read(RouteFile file, List<YamlNode> items) {
    OutlineReader reader = new OutlineReader(file);
    items.forEach(reader::item);
    return new RouteOutline(
        file,
        List.copyOf(reader.routes),
        List.copyOf(reader.steps),
        List.copyOf(reader.configurations),
        List.copyOf(reader.configurationUses),
        List.copyOf(reader.endpoints),
        List.copyOf(reader.scripts),
        ReferenceReader.read(items, reader.scripts),
        List.copyOf(reader.placeholders),
        List.copyOf(reader.templates),
        List.copyOf(reader.templatedRoutes),
        List.copyOf(reader.operations));
  }

  private void item(YamlNode node) {
    if (!(node instanceof Mapping item)) {
      return;
    }
    templateParameters.clear();
    int firstEndpoint = endpoints.size();
    int firstUse = configurationUses.size();
    item.entries()
        .forEach(
            (kind, entry) -> {
              if (entry.value() instanceof Mapping content) {
                switch (kind) {
                  case "route", "from" -> route(entry.line(), "route", content);
                  case "routeTemplate" -> template(entry.line(), content);
                  case "templatedRoute" -> templatedRoute(entry.line(), content);
                  case "routeConfiguration" ->
                      configurations.add(new Named(entry.line(), text(content, "id")));
                  case "rest" -> rest(content);
                  default -> {}
                }
              }
              visit(kind, entry, "");
              if (kind.equals("routeTemplate") && entry.value() instanceof Mapping content) {
                templates.add(
                    new Template(
                        entry.line(),
                        text(content, "id"),
                        Map.copyOf(templateParameters),
                        List.copyOf(endpoints.subList(firstEndpoint, endpoints.size())),
                        List.copyOf(
                            configurationUses.subList(firstUse, configurationUses.size()))));
              }
            });
  }

  private void route(int line, String kind, Mapping route) {
    boolean described = route.scalar("description").isPresent();
    routes.add(new Route(line, kind, text(route, "id"), described));
    usesOfConfigurations(route);
  }

  private void usesOfConfigurations(Mapping route) {
    route
        .scalar("routeConfigurationId")
        .ifPresent(
            ids -> {
              COMMA
                  .splitAsStream(ids.text())
                  .forEach(id -> configurationUses.add(new Named(ids.line(), id.strip())));
            });
  }

  private void template(int line, Mapping template) {
    route(line, RouteOutline.TEMPLATE, template);
    template.mapping("route").ifPresent(this::usesOfConfigurations);
    parameters(
        template,
        (name, parameter) -> {
          Optional<String> defaultValue = parameter.scalar("defaultValue").map(Scalar::text);
          boolean optional = text(parameter, "required").equals("false");
          templateParameters.put(
              name.text(),
              new TemplateParameter(
                  !optional && defaultValue.isEmpty(), defaultValue.orElse(null)));
        });
  }

  private void templatedRoute(int line, Mapping templated) {
    String id = text(templated, "routeId");
    routes.add(new Route(line, RouteOutline.TEMPLATED, id, true));
    Map<String, TemplateValue> values = new LinkedHashMap<>();
    parameters(
        templated,
        (name, parameter) ->
            values.put(name.text(), new TemplateValue(name.line(), text(parameter, "value"))));
    templated
        .scalar("routeTemplateRef")
        .map(template -> new Named(template.line(), template.text()))
        .ifPresent(template -> templatedRoutes.add(new TemplatedRoute(line, id, template, values)));
  }

  private static void parameters(Mapping owner, BiConsumer<Scalar, Mapping> each) {
    if (owner.get("parameters").orElse(null) instanceof Sequence parameters) {
      for (YamlNode parameter : parameters.items()) {
        if (parameter instanceof Mapping mapping) {
          mapping.scalar("name").ifPresent(name -> each.accept(name, mapping));
        }
      }
    }
  }

  private void rest(Mapping rest) {
    for (String verb : VERBS) {
      if (rest.get(verb).orElse(null) instanceof Sequence all) {
        for (YamlNode each : all.items()) {
          if (each instanceof Mapping operation) {
            operation(text(rest, "path"), verb, operation);
          }
        }
      }
    }
  }

  private void operation(String base, String verb, Mapping operation) {
    String routeId = text(operation, "routeId");
    String id = routeId.isEmpty() ? text(operation, "id") : routeId;
    routes.add(new Route(operation.line(), "rest " + verb, id, true));
    String path = base + "/" + text(operation, "path");
    if (!path.contains("{{")) {
      String shape =
          Arrays.stream(path.split("/"))
              .filter(segment -> !segment.isEmpty())
              .map(segment -> PATH_PARAMETER.matcher(segment).replaceAll("{}"))
              .collect(Collectors.joining("/"));
      operations.add(new Named(operation.line(), verb.toUpperCase(Locale.ROOT) + " /" + shape));
    }
  }

  /**
   * @param parent the enclosing key, which distinguishes a predicate from an expression
   */
  private void visit(String key, Entry entry, String parent) {
    YamlNode value = entry.value();
    if (value instanceof Scalar scalar) {
      scalar(key, scalar, parent);
    } else if (value instanceof Sequence sequence) {
      for (YamlNode element : sequence.items()) {
        element(key, element, parent);
      }
    } else if (value instanceof Mapping mapping) {
      mapping(key, mapping, parent);
    }
  }

  private void element(String key, YamlNode element, String parent) {
    if (element instanceof Mapping step && "steps".equals(key)) {
      step.entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Mapping content) {
                  named(content, "id", steps);
                }
                visit(name, entry, key);
              });
    } else {
      visit(key, new Entry(element.line(), element), parent);
    }
  }

  private void mapping(String key, Mapping mapping, String parent) {
    Direction direction = ENDPOINT_STEPS.get(key);
    Optional<Scalar> uri = mapping.scalar("uri");
    if (direction != null && uri.isPresent()) {
      endpoint(uri.get().line(), key, direction, uri.get().text(), mapping.mapping("parameters"));
    }
    if ("simple".equals(key)) {
      mapping.scalar("expression").ifPresent(text -> script(text, parent));
    }
    String around = "expression".equals(key) || "simple".equals(key) ? parent : key;
    if ("parameters".equals(key)) {
      mapping.entries().values().forEach(entry -> visit("", entry, "parameters"));
      return;
    }
    mapping.entries().forEach((name, entry) -> visit(name, entry, around));
  }

  private void scalar(String key, Scalar scalar, String parent) {
    if (scalar.type() == ScalarType.NULL) {
      return;
    }
    placeholders(scalar);
    Direction direction = ENDPOINT_STEPS.get(key);
    if (direction != null) {
      endpoint(scalar.line(), key, direction, scalar.text(), Optional.empty());
    } else if (ENDPOINT_PROPERTIES.contains(key) && scalar.text().contains(":")) {
      endpoint(scalar.line(), key, Direction.SENDS, scalar.text(), Optional.empty());
    } else if ("constant".equals(key) && COMPUTED_STEPS.containsKey(parent)) {
      endpoint(scalar.line(), parent, COMPUTED_STEPS.get(parent), scalar.text(), Optional.empty());
    } else if ("simple".equals(key)) {
      if (COMPUTED_STEPS.containsKey(parent) && !scalar.text().contains("${")) {
        endpoint(
            scalar.line(), parent, COMPUTED_STEPS.get(parent), scalar.text(), Optional.empty());
      }
      script(scalar, parent);
    } else if ("log".equals(key) || ("message".equals(key) && "log".equals(parent))) {
      scripts.add(new Script(scalar.line(), scalar.text(), false));
    }
    if ("toD".equals(key) || ("uri".equals(key) && "toD".equals(parent))) {
      scripts.add(new Script(scalar.line(), scalar.text(), false));
    }
  }

  private void endpoint(
      int line, String step, Direction direction, String uri, Optional<Mapping> parameters) {
    endpoints.add(EndpointUse.of(file.path(), line, step, direction, uri.strip(), parameters));
  }

  private void script(Scalar text, String parent) {
    scripts.add(new Script(text.line(), text.text(), PREDICATES.contains(parent)));
  }

  /**
   * Keys that must exist: without a default, not optional, and no function such as {@code env:}.
   */
  private void placeholders(Scalar scalar) {
    Matcher matcher = PLACEHOLDER.matcher(scalar.text());
    while (matcher.find()) {
      String key = matcher.group(1).strip();
      if (!key.contains(":") && !key.startsWith("?") && !templateParameters.containsKey(key)) {
        placeholders.add(new Named(scalar.line(), key.startsWith("!") ? key.substring(1) : key));
      }
    }
  }

  private static void named(Mapping mapping, String key, List<Named> into) {
    mapping.scalar(key).ifPresent(id -> into.add(new Named(id.line(), id.text())));
  }

  private static String text(Mapping mapping, String key) {
    return mapping.scalar(key).map(Scalar::text).orElse("");
  }
}
