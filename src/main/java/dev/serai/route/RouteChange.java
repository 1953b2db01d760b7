package dev.serai.route;

import dev.serai.route.RouteOutline.Named;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Replaces one set of route files by another, in a running context. */
final class RouteChange {

  private final Map<Path, RouteFile> before;
  private final Map<Path, RouteFile> after;
  private final Set<Path> affected = new TreeSet<>();
  private final Set<String> configurations = new HashSet<>();
  private final Set<String> templates = new HashSet<>();

  RouteChange(Map<Path, RouteFile> before, Map<Path, RouteFile> after) {
    this.before = before;
    this.after = after;
    Set<Path> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (Path path : all) {
      if (!Objects.equals(before.get(path), after.get(path))) {
        affected.add(path);
      }
    }
    addThoseUnderChangedConfigurations(all);
    addThoseOfChangedTemplates(all);
  }

  /** Files whose routes are removed and loaded again. */
  Set<Path> affected() {
    return affected;
  }

  boolean isNothing() {
    return affected.isEmpty();
  }

  /**
   * Applies the change; if it fails half-way, the previous routes are restored.
   *
   * @throws RouteLoadException when it failed
   */
  void apply(CamelContext context, Duration grace, Entrance entrance) throws RouteLoadException {
    RunningRoutes running = new RunningRoutes(context, grace);
    if (affected.stream().anyMatch(this::servesHttp)) {
      entrance.hold().run();
    }
    try {
      exchange(context, running, after.values());
    } catch (RouteLoadException failure) {
      try {
        exchange(context, running, before.values());
      } catch (RouteLoadException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    } finally {
      GatedDirectComponent.of(context).gates().forEach(DirectGate::release);
      entrance.release().run();
    }
  }

  private boolean servesHttp(Path path) {
    return Stream.of(before, after)
        .flatMap(side -> Optional.ofNullable(side.get(path)).stream())
        .map(RouteFile::outline)
        .anyMatch(
            outline ->
                hasOperations(outline)
                    || consumes(outline, use -> use.scheme().equals("platform-http")));
  }

  private static boolean hasOperations(RouteOutline outline) {
    return outline.routes().stream().anyMatch(route -> route.kind().startsWith("rest "));
  }

  private static boolean consumes(RouteOutline outline, Predicate<EndpointUse> which) {
    return outline.endpoints().stream()
        .anyMatch(use -> use.direction() == EndpointUse.Direction.CONSUMES && which.test(use));
  }

  private void exchange(CamelContext context, RunningRoutes running, Collection<RouteFile> files)
      throws RouteLoadException {
    try {
      running.remove(affected, configurations, templates);
    } catch (Exception e) {
      Path first = affected.iterator().next();
      throw new RouteLoadException(
          new Finding(first, 1, "can't be stopped: " + RouteLoadException.reason(e)), e);
    }
    RouteLoading.load(context, calledFirst(files));
  }

  /** Starts the routes: first those that others call, then those that consume requests. */
  private List<RouteFile> calledFirst(Collection<RouteFile> files) {
    return files.stream()
        .filter(file -> affected.contains(file.path()))
        .sorted(Comparator.comparing(RouteChange::takesRequestsIn).thenComparing(RouteFile::path))
        .toList();
  }

  private static boolean takesRequestsIn(RouteFile file) {
    RouteOutline outline = file.outline();
    return hasOperations(outline)
        || !outline.templatedRoutes().isEmpty()
        || consumes(outline, use -> !"direct".equals(use.scheme()));
  }

  private void addThoseUnderChangedConfigurations(Set<Path> all) {
    boolean every = false;
    for (Path path : affected) {
      for (Map<Path, RouteFile> side : List.of(before, after)) {
        if (side.containsKey(path)) {
          RouteOutline outline = side.get(path).outline();
          every |= outline.configurations().stream().anyMatch(named -> named.name().isEmpty());
          outline.configurations().stream().map(Named::name).forEach(configurations::add);
        }
      }
    }
    if (configurations.isEmpty()) {
      return;
    }
    for (Path path : all) {
      RouteFile file = after.getOrDefault(path, before.get(path));
      boolean uses =
          file.outline().configurationUses().stream()
              .anyMatch(
                  use ->
                      use.name().contains("*")
                          // a template's route names the configuration by a parameter
                          || use.name().contains("{{")
                          || configurations.contains(use.name()));
      if (every || uses) {
        affected.add(path);
      }
    }
  }

  private void addThoseOfChangedTemplates(Set<Path> all) {
    outlines(affected)
        .flatMap(outline -> outline.templates().stream())
        .forEach(template -> templates.add(template.id()));
    for (Path path : all) {
      boolean uses =
          outlines(Set.of(path))
              .flatMap(outline -> outline.templatedRoutes().stream())
              .anyMatch(route -> templates.contains(route.template().name()));
      if (uses) {
        affected.add(path);
      }
    }
  }

  /** The outlines of the old and the new versions of the files. */
  private Stream<RouteOutline> outlines(Set<Path> paths) {
    return Stream.of(before, after)
        .flatMap(side -> paths.stream().map(side::get))
        .filter(Objects::nonNull)
        .map(RouteFile::outline);
  }
}
