package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.RouteVocabulary.Values;
import dev.serai.route.YamlNode.Entry;
import dev.serai.route.YamlNode.Mapping;
import dev.serai.route.YamlNode.Scalar;
import dev.serai.route.YamlNode.Sequence;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the paths of simple expressions on values whose class is known: {@code ${body.owner}}
 * after a bean that returns a record, {@code ${exchangeProperty.SeraiPlan.id}}, {@code
 * ${exception.code}} of a caught class. If the class is not known, nothing is checked.
 */
final class SimplePaths {

  /** Steps that leave the body as it is. */
  private static final Set<String> KEEPING =
      Set.of(
          "setHeader",
          "setHeaders",
          "setProperty",
          "setProperties",
          "setVariable",
          "removeHeader",
          "removeHeaders",
          "removeProperty",
          "removeProperties",
          "log",
          "delay",
          "stop",
          "wireTap",
          "validate",
          "throwException");

  /** Steps that leave the body as it is if their inner steps do. */
  private static final Set<String> CONTAINERS =
      Set.of("choice", "filter", "pipeline", "idempotentConsumer", "circuitBreaker", "transacted");

  private static final String PATH = "((?:\\??\\.[A-Za-z_]\\w*(?:\\(\\))?)+)}";
  private static final Pattern BODY = Pattern.compile("\\$\\{body" + PATH);
  private static final Pattern EXCEPTION = Pattern.compile("\\$\\{exception" + PATH);
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{exchangeProperty\\.(\\w+)" + PATH);

  private final Map<String, Class<?>> beans;
  private final Values values;
  private final DslSchema.Report report;

  /** The known classes at one place of a route. */
  private record Known(Optional<Class<?>> body, List<Class<?>> exceptions) {

    Known withBody(Optional<Class<?>> other) {
      return new Known(other, exceptions);
    }
  }

  private static final Known NOTHING = new Known(Optional.empty(), List.of());

  SimplePaths(Map<String, Class<?>> beans, Values values, DslSchema.Report report) {
    this.beans = Objects.requireNonNull(beans, "beans is null");
    this.values = Objects.requireNonNull(values, "values is null");
    this.report = Objects.requireNonNull(report, "report is null");
  }

  void check(List<YamlNode> items) {
    items.forEach(item -> within(new Entry(item.line(), item), NOTHING));
  }

  /** Checks a value except its steps, which are checked one after the other. */
  private Known within(Entry entry, Known known) {
    Known after = known;
    if (entry.value() instanceof Mapping mapping) {
      Known here = known;
      if (mapping.get("exception").orElse(null) instanceof Sequence classes) {
        here = new Known(Optional.empty(), exceptions(classes));
      }
      if (mapping.get("uri").isPresent() && mapping.get("steps").isPresent()) {
        here = new Known(bodyFrom(mapping), List.of());
      }
      for (Map.Entry<String, Entry> child : mapping.entries().entrySet()) {
        Known end =
            child.getKey().equals("steps") && child.getValue().value() instanceof Sequence steps
                ? steps(steps, here)
                : within(child.getValue(), here);
        if (!end.body().equals(here.body())) {
          after = after.withBody(Optional.empty());
        }
      }
    } else if (entry.value() instanceof Sequence sequence) {
      for (YamlNode element : sequence.items()) {
        Known end = within(new Entry(element.line(), element), known);
        if (!end.body().equals(known.body())) {
          after = after.withBody(Optional.empty());
        }
      }
    } else if (entry.value() instanceof Scalar scalar && scalar.text().contains("${")) {
      text(scalar, known);
    }
    return after;
  }

  private Known steps(Sequence steps, Known start) {
    Known known = start;
    for (YamlNode step : steps.items()) {
      if (step instanceof Mapping mapping) {
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
          known = step(entry.getKey(), entry.getValue(), known);
        }
      }
    }
    return known;
  }

  private Known step(String name, Entry step, Known known) {
    boolean container = CONTAINERS.contains(name);
    boolean ownBody = !container && step.value() instanceof Mapping m && m.has("steps");
    Known inside = ownBody ? known.withBody(Optional.empty()) : known;
    Known end = within(step, inside);
    if (KEEPING.contains(name)) {
      return known;
    }
    if (container) {
      return known.withBody(end.body());
    }
    return known.withBody(name.equals("bean") ? returned(step.value(), known) : Optional.empty());
  }

  /** The body after a call of a bean; unchanged if its method returns void. */
  private Optional<Class<?>> returned(YamlNode call, Known known) {
    if (!(call instanceof Mapping mapping)) {
      return Optional.empty();
    }
    String ref = mapping.scalar("ref").map(Scalar::text).orElse("");
    String method = mapping.scalar("method").map(Scalar::text).orElse("").replaceFirst("\\(.*", "");
    List<Method> found =
        Optional.<Class<?>>ofNullable(beans.get(ref))
            .map(type -> new BeanMethods(type).named(method.strip()))
            .orElse(List.of());
    if (found.size() != 1) {
      return Optional.empty();
    }
    Class<?> type = found.get(0).getReturnType();
    return type == void.class ? known.body() : certain(type);
  }

  private Optional<Class<?>> bodyFrom(Mapping from) {
    return from.scalar("uri")
        .map(uri -> uri.text().replaceFirst("\\?.*", ""))
        .flatMap(uri -> Optional.ofNullable(values.bodies().get(uri)));
  }

  /** Empty unless all of them are known, since any of them may be the caught one. */
  private static List<Class<?>> exceptions(Sequence names) {
    List<Optional<Class<?>>> found =
        names.items().stream()
            .map(name -> name instanceof Scalar scalar ? scalar.text() : "")
            .map(name -> JavaClass.find(name).flatMap(SimplePaths::certain))
            .toList();
    return found.stream().allMatch(Optional::isPresent)
        ? found.stream().<Class<?>>map(Optional::get).toList()
        : List.of();
  }

  private static Optional<Class<?>> certain(Class<?> type) {
    return BeanMethods.isCertain(type) && !type.isArray() && !type.isPrimitive()
        ? Optional.of(type)
        : Optional.empty();
  }

  private void text(Scalar scalar, Known known) {
    known.body().ifPresent(type -> paths(BODY, 1, scalar, "body", type));
    known.exceptions().forEach(type -> paths(EXCEPTION, 1, scalar, "exception", type));
    Matcher property = PROPERTY.matcher(scalar.text());
    while (property.find()) {
      Optional.<Class<?>>ofNullable(values.properties().get(property.group(1)))
          .ifPresent(type -> path(scalar.line(), property.group(1), type, property.group(2)));
    }
  }

  private void paths(Pattern pattern, int group, Scalar scalar, String what, Class<?> type) {
    Matcher matcher = pattern.matcher(scalar.text());
    while (matcher.find()) {
      path(scalar.line(), what, type, matcher.group(group));
    }
  }

  /** Follows the path as long as the classes on it are known. */
  private void path(int line, String what, Class<?> start, String path) {
    Class<?> type = start;
    for (String part : path.replace("?", "").substring(1).split("\\.", -1)) {
      String name = part.replace("()", "");
      if (Map.class.isAssignableFrom(type)
          || Collection.class.isAssignableFrom(type)
          || certain(type).isEmpty()) {
        return;
      }
      List<Method> found = new BeanMethods(type).named(name);
      if (found.isEmpty()) {
        report.at(
            line,
            "`"
                + what
                + path
                + "`: "
                + type.getSimpleName()
                + " has no `"
                + name
                + "`"
                + NearestName.hintOrAll(name, new BeanMethods(type).names()));
        return;
      }
      type = found.get(0).getReturnType();
    }
  }
}
