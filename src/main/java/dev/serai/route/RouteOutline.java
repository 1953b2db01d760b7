package dev.serai.route;

import dev.serai.exchange.ExchangeName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definitions and references of a route file, for checks across files and Java code.
 *
 * @param routes routes and the operations of the Rest DSL
 * @param steps ids of steps
 * @param configurations route configurations by id
 * @param configurationUses ids of route configurations that routes refer to
 * @param scripts expressions whose language can be checked
 * @param placeholders keys of placeholders without a default
 * @param templates route templates
 * @param templatedRoutes routes that are created from a template, of this file or another
 * @param operations of the Rest DSL, such as {@code GET /env-instance/{}}, whatever the names of
 *     the path parameters; those with placeholders are left out
 */
record RouteOutline(
    RouteFile file,
    List<Route> routes,
    List<Named> steps,
    List<Named> configurations,
    List<Named> configurationUses,
    List<EndpointUse> endpoints,
    List<Script> scripts,
    References references,
    List<Named> placeholders,
    List<Template> templates,
    List<TemplatedRoute> templatedRoutes,
    List<Named> operations) {

  /** The {@link Route#kind} of route templates. */
  static final String TEMPLATE = "routeTemplate";

  /** The {@link Route#kind} of a route that is created from a template. */
  static final String TEMPLATED = "templatedRoute";

  /**
   * The references of a file to Java: beans, classes, and names of properties and headers.
   *
   * @param declared beans that the file declares
   */
  record References(
      List<BeanCall> beans,
      List<DeclaredBean> declared,
      List<ClassUse> classes,
      List<NameUse> names) {}

  /**
   * @param id empty when it has none
   * @param kind its kind in messages, such as {@code route} or {@code get}
   */
  record Route(int line, String kind, String id, boolean described) {}

  record Named(int line, String name) {}

  record Script(int line, String text, boolean predicate) {}

  /**
   * A bean in a step, an expression or an option.
   *
   * @param ref its name, or empty
   * @param type its class, when it has no name
   * @param method as written, with parameters; empty when Camel is to choose
   */
  record BeanCall(int line, String ref, String type, Named method, Role role) {}

  /** How a bean is used. */
  enum Role {
    CALLED,
    PROCESSOR,
    OPTION
  }

  record DeclaredBean(int line, String name, String type) {}

  record ClassUse(int line, String name, boolean exception) {}

  record NameUse(int line, ExchangeName.Kind kind, String name) {}

  /**
   * @param endpoints the endpoints of its route, before parameters are set
   * @param configurationUses ids of the route configurations that its route refers to
   */
  record Template(
      int line,
      String id,
      Map<String, TemplateParameter> parameters,
      List<EndpointUse> endpoints,
      List<Named> configurationUses) {}

  /**
   * @param defaultValue null where it has none
   */
  record TemplateParameter(boolean required, @Nullable String defaultValue) {}

  /**
   * @param template the id of its template
   * @param values its parameters by name
   */
  record TemplatedRoute(int line, String id, Named template, Map<String, TemplateValue> values) {}

  record TemplateValue(int line, String text) {}
}
