package dev.serai.route;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads route files into a Camel context. */
final class RouteLoading {

  private static final Pattern LINE = Pattern.compile("line[ :]+(\\d+)");

  private RouteLoading() {}

  /** The location that Camel records for a route. */
  static String location(RouteFile file) {
    return file.path().toString();
  }

  /**
   * Adds the contents of the files; in a running context their routes start. Configurations are
   * added first, because a route uses those that exist when it is added. Routes from templates are
   * added last.
   */
  static void load(CamelContext context, Collection<RouteFile> files) throws RouteLoadException {
    Map<RouteFile, Collection<RoutesBuilder>> builders = new LinkedHashMap<>();
    for (RouteFile file : files) {
      try {
        Collection<RoutesBuilder> found =
            PluginHelper.getRoutesLoader(context).findRoutesBuilders(resources(file));
        for (RoutesBuilder builder : found) {
          if (builder instanceof RouteConfigurationsBuilder configurations) {
            configurations.addRouteConfigurationsToCamelContext(context);
          }
        }
        builders.put(file, found);
      } catch (Exception e) {
        throw failure(file, e);
      }
    }
    for (Map.Entry<RouteFile, Collection<RoutesBuilder>> entry : builders.entrySet()) {
      try {
        for (RoutesBuilder builder : entry.getValue()) {
          context.addRoutes(builder);
        }
      } catch (Exception e) {
        throw failure(entry.getKey(), e);
      }
    }
    for (Map.Entry<RouteFile, Collection<RoutesBuilder>> entry : builders.entrySet()) {
      try {
        for (RoutesBuilder builder : entry.getValue()) {
          if (builder instanceof RouteBuilder routes) {
            addTemplated(context, routes);
          }
        }
      } catch (Exception e) {
        throw failure(entry.getKey(), e);
      }
    }
  }

  private static void addTemplated(CamelContext context, RouteBuilder routes) throws Exception {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    for (TemplatedRouteDefinition templated :
        routes.getTemplatedRouteCollection().getTemplatedRoutes()) {
      if (templated.getPrefixId() == null) {
        // ids of steps must be unique in a context
        templated.setPrefixId(templated.getRouteId() + "-");
      }
      setDefaults(templated, model.getRouteTemplateDefinition(templated.getRouteTemplateRef()));
      model.addRouteFromTemplatedRoute(templated);
      // Camel does not record its file, and its template may be in another one
      model.getRouteDefinition(templated.getRouteId()).setResource(routes.getResource());
    }
  }

  /**
   * Sets defaults explicitly, because Camel prefers an environment variable with the parameter's
   * name.
   */
  private static void setDefaults(
      TemplatedRouteDefinition templated, RouteTemplateDefinition template) {
    if (template == null || template.getTemplateParameters() == null) {
      return;
    }
    List<TemplatedRouteParameterDefinition> given =
        Objects.requireNonNullElse(templated.getParameters(), List.of());
    Set<String> names =
        given.stream().map(TemplatedRouteParameterDefinition::getName).collect(Collectors.toSet());
    for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
      if (parameter.getDefaultValue() != null && !names.contains(parameter.getName())) {
        templated.parameter(parameter.getName(), parameter.getDefaultValue());
      }
    }
  }

  private static List<Resource> resources(RouteFile file) {
    return file.texts().stream()
        .map(
            text -> ResourceHelper.fromBytes(location(file), text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static RouteLoadException failure(RouteFile file, Exception failure) {
    Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
    Finding located = RouteLoadException.of(List.of(file), failure).finding();
    int at = line.find() ? Integer.parseInt(line.group(1)) + 1 : located.line();
    return new RouteLoadException(
        new Finding(file.path(), at, RouteLoadException.reason(failure)), failure);
  }
}
