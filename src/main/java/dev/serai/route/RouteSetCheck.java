package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.EndpointUse.Direction;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks files against each other: unique ids, served endpoints, known configurations. The files of
 * {@code engines/} are alternatives, so the set is checked once with each of them.
 */
final class RouteSetCheck {

  /** Components that fail, or wait indefinitely, when nothing consumes from their endpoint. */
  private static final Set<String> IN_PROCESS = Set.of("direct", "seda");

  private final RouteVocabulary vocabulary;

  RouteSetCheck(RouteVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  void check(Collection<RouteOutline> outlines, Consumer<Finding> findings) {
    List<RouteOutline> common =
        outlines.stream().filter(outline -> outline.file().engine().isEmpty()).toList();
    Map<String, List<RouteOutline>> engines =
        outlines.stream()
            .filter(outline -> outline.file().engine().isPresent())
            .collect(Collectors.groupingBy(outline -> outline.file().engine().get()));
    if (engines.isEmpty()) {
      world(common, "", findings);
    }
    engines.forEach(
        (name, files) -> {
          String when = engines.size() == 1 ? "" : " with the engine " + name;
          world(Stream.concat(common.stream(), files.stream()).toList(), when, findings);
        });
  }

  private void world(List<RouteOutline> outlines, String when, Consumer<Finding> findings) {
    unique(
        outlines,
        "route id",
        outline ->
            outline.routes().stream()
                .filter(route -> !route.id().isEmpty())
                .map(route -> new Named(route.line(), route.id()))
                .toList(),
        findings);
    unique(outlines, "step id", RouteOutline::steps, findings);
    stepsNamedLikeRoutes(outlines, findings);
    unique(outlines, "route configuration", RouteOutline::configurations, findings);
    unique(outlines, "operation", RouteOutline::operations, findings);
    TemplatedRoutes templated = new TemplatedRoutes(outlines);
    configurations(outlines, templated, when, findings);
    vocabulary
        .beans()
        .map(known -> new BeanCheck(known, outlines))
        .ifPresent(beans -> outlines.forEach(outline -> beans.check(outline, findings)));
    served(outlines, templated, when, findings);
  }

  private static void unique(
      List<RouteOutline> outlines,
      String what,
      Function<RouteOutline, List<Named>> names,
      Consumer<Finding> findings) {
    Map<String, Finding> first = new HashMap<>();
    for (RouteOutline outline : outlines) {
      for (Named named : names.apply(outline)) {
        Finding here = new Finding(outline.file().path(), named.line(), "");
        if (named.name().isEmpty()) {
          continue;
        }
        Finding before = first.putIfAbsent(named.name(), here);
        if (before != null) {
          findings.accept(
              new Finding(
                  here.file(),
                  here.line(),
                  what + " `" + named.name() + "` " + taken(before, here, outline)));
        }
      }
    }
  }

  private static String taken(Finding before, Finding here, RouteOutline outline) {
    return before.equals(here) && outline.file().isForEachCluster()
        ? "is the same for every cluster; add {{cluster}} to it"
        : "is taken already, by " + before.file() + ":" + before.line();
  }

  /** Duplicate ids of routes, which Camel rejects when it starts; a template is not a route. */
  private static void stepsNamedLikeRoutes(
      List<RouteOutline> outlines, Consumer<Finding> findings) {
    Map<String, String> routes = new HashMap<>();
    for (RouteOutline outline : outlines) {
      for (Route route : outline.routes()) {
        if (!route.id().isEmpty() && !route.kind().equals(RouteOutline.TEMPLATE)) {
          routes.putIfAbsent(route.id(), outline.file().path() + ":" + route.line());
        }
      }
    }
    for (RouteOutline outline : outlines) {
      for (Named step : outline.steps()) {
        String route = routes.get(step.name());
        if (route != null) {
          findings.accept(
              new Finding(
                  outline.file().path(),
                  step.line(),
                  "step id `" + step.name() + "` is taken already, by the route at " + route));
        }
      }
    }
  }

  private static void configurations(
      List<RouteOutline> outlines,
      TemplatedRoutes templated,
      String when,
      Consumer<Finding> findings) {
    TreeSet<String> known = new TreeSet<>();
    outlines.forEach(outline -> outline.configurations().forEach(named -> known.add(named.name())));
    for (RouteOutline outline : outlines) {
      Set<Integer> lines = new HashSet<>();
      List<Named> uses = new ArrayList<>(outline.configurationUses());
      uses.addAll(templated.configurationUses(outline));
      for (Named use : uses) {
        boolean pattern = use.name().contains("*") || use.name().contains("{{");
        if (!pattern && !known.contains(use.name()) && isFirst(outline, use.line(), lines)) {
          findings.accept(
              new Finding(
                  outline.file().path(),
                  use.line(),
                  "no routeConfiguration has the id `"
                      + use.name()
                      + "`"
                      + when
                      + NearestName.hint(use.name(), known)));
        }
      }
    }
  }

  private void served(
      List<RouteOutline> outlines,
      TemplatedRoutes templated,
      String when,
      Consumer<Finding> findings) {
    TreeSet<String> addresses = new TreeSet<>(vocabulary.served());
    List<Pattern> computed = new ArrayList<>();
    Map<RouteOutline, List<EndpointUse>> uses = new LinkedHashMap<>();
    for (RouteOutline outline : outlines) {
      List<EndpointUse> all = new ArrayList<>(outline.endpoints());
      outline.templates().forEach(template -> all.removeAll(template.endpoints()));
      // RouteValidator reports invalid templated routes
      all.addAll(templated.endpoints(outline, finding -> {}));
      uses.put(outline, all);
    }
    unique(
        outlines,
        "endpoint",
        outline ->
            uses.get(outline).stream()
                .filter(RouteSetCheck::isExclusive)
                .map(use -> new Named(use.line(), use.address()))
                .toList(),
        findings);
    for (List<EndpointUse> all : uses.values()) {
      for (EndpointUse use : all) {
        if (use.direction() == Direction.CONSUMES && use.isComputed()) {
          computed.add(pattern(use.address()));
        } else if (use.direction() == Direction.CONSUMES) {
          addresses.add(use.address());
        }
      }
    }
    for (RouteOutline outline : outlines) {
      Set<Integer> lines = new HashSet<>();
      for (EndpointUse use : uses.get(outline)) {
        if (use.direction() == Direction.SENDS
            && IN_PROCESS.contains(use.scheme())
            && !use.isComputed()
            && !use.mayBeUnserved()
            && !addresses.contains(use.address())
            && computed.stream().noneMatch(known -> known.matcher(use.address()).matches())
            && isFirst(outline, use.line(), lines)) {
          findings.accept(
              new Finding(
                  outline.file().path(),
                  use.line(),
                  "nothing serves `"
                      + use.address()
                      + "`"
                      + when
                      + NearestName.hint(use.address(), addresses)));
        }
      }
    }
  }

  /**
   * Whether it is reported: an error of a file for each cluster is reported once, for the first
   * cluster.
   */
  private static boolean isFirst(RouteOutline outline, int line, Set<Integer> reported) {
    return reported.add(line) || !outline.file().isForEachCluster();
  }

  /** Camel refuses to start a second consumer of such an endpoint. */
  private static boolean isExclusive(EndpointUse use) {
    return use.direction() == Direction.CONSUMES
        && use.scheme().equals("direct")
        && !use.isComputed();
  }

  private static Pattern pattern(String address) {
    return Pattern.compile("\\Q" + address.replaceAll("\\{\\{.*?}}", "\\\\E.*\\\\Q") + "\\E");
  }

  /** Rules of one file: every route has an id and a description. */
  static void names(RouteOutline outline, boolean descriptions, Consumer<Finding> findings) {
    for (Route route : outline.routes()) {
      if (route.id().isEmpty()) {
        findings.accept(
            new Finding(outline.file().path(), route.line(), route.kind() + " without an id"));
      }
      if (descriptions && !route.described()) {
        String name = route.id().isEmpty() ? "" : " `" + route.id() + "`";
        findings.accept(
            new Finding(
                outline.file().path(),
                route.line(),
                route.kind() + name + " without a description"));
      }
    }
  }
}
