package dev.serai.route;

import java.util.List;

/**
 * What a route file says that other parts of it, or other files, depend on.
 *
 * @param routes routes and the operations of the Rest DSL
 * @param steps ids of steps
 * @param configurations route configurations by id
 * @param configurationUses ids of route configurations that routes refer to
 * @param scripts expressions whose language can be checked
 * @param beans names of beans that steps and expressions call
 * @param declaredBeans names of beans that the file makes itself
 * @param placeholders keys of placeholders without a default
 */
record RouteOutline(
    RouteFile file,
    List<Route> routes,
    List<Named> steps,
    List<Named> configurations,
    List<Named> configurationUses,
    List<EndpointUse> endpoints,
    List<Script> scripts,
    List<Named> beans,
    List<Named> declaredBeans,
    List<Named> placeholders) {

  /** The {@link Route#kind} of what only makes routes. */
  static final String TEMPLATE = "routeTemplate";

  /**
   * @param id empty when it has none
   * @param kind what to call it, such as {@code route} or {@code get}
   */
  record Route(int line, String kind, String id, boolean described) {}

  record Named(int line, String name) {}

  record Script(int line, String text, boolean predicate) {}
}
