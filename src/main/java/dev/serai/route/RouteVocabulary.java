package dev.serai.route;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names that route files may use in addition to Camel's.
 *
 * @param schemes Serai's components, whose options are not checked
 * @param served endpoints that Java code serves or consumes, such as {@code direct:audit}
 * @param properties keys that placeholders may name; empty means that placeholders aren't checked
 * @param beans that routes may call by name, with their classes; {@code Object} if the class is
 *     unknown; empty means that they aren't checked
 * @param values classes of the values that a simple expression may read
 * @param clusters for each of which a {@linkplain RouteFile#isForEachCluster file} is loaded once
 */
public record RouteVocabulary(
    Set<String> schemes,
    Set<String> served,
    Optional<Set<String>> properties,
    Optional<Map<String, Class<?>>> beans,
    Values values,
    List<String> clusters) {

  public RouteVocabulary {
    schemes = Set.copyOf(schemes);
    served = Set.copyOf(served);
    properties = Objects.requireNonNull(properties, "properties is null").map(Set::copyOf);
    beans = Objects.requireNonNull(beans, "beans is null").map(Map::copyOf);
    Objects.requireNonNull(values, "values is null");
    clusters = List.copyOf(clusters);
  }

  /**
   * The values whose classes are known.
   *
   * @param bodies by the endpoint from which a route consumes them, such as {@code
   *     direct:before-plan}
   * @param properties by the exchange property that holds them
   */
  public record Values(Map<String, Class<?>> bodies, Map<String, Class<?>> properties) {

    public static final Values NONE = new Values(Map.of(), Map.of());

    public Values {
      bodies = Map.copyOf(bodies);
      properties = Map.copyOf(properties);
    }
  }

  /** Serai's own components: {@code kubernetes-pods} has the options of Camel's. */
  public static RouteVocabulary serai() {
    return new RouteVocabulary(
        Set.of("batches", "instances"),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Values.NONE,
        List.of("default"));
  }

  public RouteVocabulary withServed(Set<String> served) {
    return new RouteVocabulary(schemes, served, properties, beans, values, clusters);
  }

  public RouteVocabulary withProperties(Set<String> properties) {
    return new RouteVocabulary(schemes, served, Optional.of(properties), beans, values, clusters);
  }

  public RouteVocabulary withClusters(List<String> clusters) {
    return new RouteVocabulary(schemes, served, properties, beans, values, clusters);
  }

  /** The beans, except those that a route file declares itself. */
  public RouteVocabulary withBeans(Map<String, Class<?>> beans) {
    return new RouteVocabulary(schemes, served, properties, Optional.of(beans), values, clusters);
  }

  public RouteVocabulary withValues(Values values) {
    return new RouteVocabulary(schemes, served, properties, beans, values, clusters);
  }
}
