package dev.serai.route;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What route files may use beyond Camel's own catalogue.
 *
 * @param schemes components of ours, whose options are not checked
 * @param likeSchemes components of ours by the catalogue's component whose options they have
 * @param served endpoints that Java code serves or consumes, such as {@code direct:audit}
 * @param properties keys that placeholders may name; empty means that placeholders aren't checked
 */
public record RouteVocabulary(
    Set<String> schemes,
    Map<String, String> likeSchemes,
    Set<String> served,
    Optional<Set<String>> properties) {

  public RouteVocabulary {
    schemes = Set.copyOf(schemes);
    likeSchemes = Map.copyOf(likeSchemes);
    served = Set.copyOf(served);
    properties = Objects.requireNonNull(properties, "properties is null").map(Set::copyOf);
  }

  /** Serai's own components: {@code kubernetes-pods} has the options of Camel's. */
  public static RouteVocabulary serai() {
    return new RouteVocabulary(Set.of("instances"), Map.of(), Set.of(), Optional.empty());
  }

  public RouteVocabulary withSchemes(Set<String> schemes) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties);
  }

  public RouteVocabulary withLikeSchemes(Map<String, String> likeSchemes) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties);
  }

  public RouteVocabulary withServed(Set<String> served) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties);
  }

  public RouteVocabulary withProperties(Set<String> properties) {
    return new RouteVocabulary(schemes, likeSchemes, served, Optional.of(properties));
  }
}
