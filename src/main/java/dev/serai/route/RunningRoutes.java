package dev.serai.route;

import dev.serai.route.RoutesStatus.RouteStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spi.Resource;

/** The routes of a running context, by their files. */
final class RunningRoutes {

  private final CamelContext context;
  private final Model model;

  /** How long a route may take to finish its exchanges before it is stopped anyway. */
  private final Duration grace;

  RunningRoutes(CamelContext context, Duration grace) {
    this.context = context;
    this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    this.grace = grace;
  }

  /**
   * Stops and removes everything that was loaded from the files; callers before the routes they
   * call.
   */
  void remove(Set<Path> files, Set<String> configurations, Set<String> templates) throws Exception {
    Set<String> locations = files.stream().map(Path::toString).collect(Collectors.toSet());
    List<RouteDefinition> leaving =
        model.getRouteDefinitions().stream()
            .filter(route -> locations.contains(location(route).orElse("")))
            .toList();
    RouteDrain drain = new RouteDrain(context, grace);
    List<RouteDefinition> ordered = callersFirst(leaving);
    drain.entries(ordered.stream().map(RouteDefinition::getRouteId).toList());
    for (RouteDefinition route : ordered) {
      drain.inner(route.getRouteId());
      remove(route, drain.stopWithin(route.getRouteId()));
    }
    List<RestDefinition> rests =
        model.getRestDefinitions().stream()
            .filter(rest -> isFrom(rest.getResource(), locations))
            .toList();
    model.getRestDefinitions().removeAll(rests);
    for (RouteConfigurationDefinition configuration :
        List.copyOf(model.getRouteConfigurationDefinitions())) {
      if (configurations.contains(configuration.getId())
          || isFrom(configuration.getResource(), locations)) {
        model.removeRouteConfiguration(configuration);
      }
    }
    model.removeRouteTemplateDefinitions(
        model.getRouteTemplateDefinitions().stream()
            .filter(template -> templates.contains(template.getId()))
            .toList());
  }

  private void remove(RouteDefinition route, Duration within) throws Exception {
    String id = route.getRouteId();
    context.getRouteController().stopRoute(id, within.toMillis(), TimeUnit.MILLISECONDS);
    context.removeRoute(id);
    RouteDefinition left = model.getRouteDefinition(id);
    if (left != null) {
      model.removeRouteDefinition(left);
    }
  }

  List<RouteStatus> of(Path file) {
    List<RouteStatus> found = new ArrayList<>();
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      if (location(route).filter(file.toString()::equals).isPresent()) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.getRouteId());
        String shown = status == null ? ServiceStatus.Stopped.name() : status.name();
        found.add(new RouteStatus(route.getRouteId(), shown, startsByItself(route)));
      }
    }
    return found;
  }

  /** Endpoints that routes from Java code consume from, which no file has to serve. */
  Set<String> servedElsewhere() {
    return model.getRouteDefinitions().stream()
        .filter(route -> location(route).isEmpty() && route.getInput() != null)
        .map(RunningRoutes::served)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean startsByItself(RouteDefinition route) {
    String text = route.getAutoStartup();
    return text == null || !"false".equals(context.resolvePropertyPlaceholders(text));
  }

  private static Optional<String> location(RouteDefinition route) {
    Resource resource = route.getResource();
    if (resource == null && route.getRestDefinition() != null) {
      resource = route.getRestDefinition().getResource();
    }
    return Optional.ofNullable(resource).map(Resource::getLocation);
  }

  private static boolean isFrom(Resource resource, Collection<String> locations) {
    return resource != null && locations.contains(resource.getLocation());
  }

  private static List<RouteDefinition> callersFirst(List<RouteDefinition> routes) {
    Map<RouteDefinition, Set<String>> calls = new HashMap<>();
    routes.forEach(route -> calls.put(route, called(route)));
    List<RouteDefinition> left = new ArrayList<>(routes);
    List<RouteDefinition> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      RouteDefinition next =
          left.stream()
              .filter(route -> left.stream().noneMatch(other -> calls(other, route, calls)))
              .findFirst()
              .orElse(left.get(0));
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean calls(
      RouteDefinition caller, RouteDefinition callee, Map<RouteDefinition, Set<String>> calls) {
    return caller != callee && calls.get(caller).contains(served(callee));
  }

  private static Set<String> called(RouteDefinition route) {
    Set<String> called = new HashSet<>();
    List<ProcessorDefinition<?>> outputs = route.getOutputs();
    ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ToDefinition.class)
        .forEach(to -> called.add(address(route, to.getEndpointUri())));
    return called;
  }

  private static String served(RouteDefinition route) {
    return address(route, route.getInput().getEndpointUri());
  }

  /** The endpoint with its parameters set, if the route is created from a template. */
  private static String address(RouteDefinition route, String uri) {
    String address = uri;
    Map<String, Object> parameters =
        Objects.requireNonNullElse(route.getTemplateParameters(), Map.of());
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      address =
          address.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
    }
    return address(address);
  }

  private static String address(String uri) {
    int query = uri.indexOf('?');
    return (query < 0 ? uri : uri.substring(0, query)).replace("://", ":");
  }
}
