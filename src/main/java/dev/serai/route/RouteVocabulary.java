package dev.serai.route;

import java.util.List;
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
 * @param beans that routes may call by name; empty means that they aren't checked
 * @param clusters for each of which a {@linkplain RouteFile#isForEachCluster file} is loaded once
 */
public record RouteVocabulary(
    Set<String> schemes,
    Map<String, String> likeSchemes,
    Set<String> served,
    Optional<Set<String>> properties,
    Optional<Set<String>> beans,
    List<String> clusters) {

  public RouteVocabulary {
    schemes = Set.copyOf(schemes);
    likeSchemes = Map.copyOf(likeSchemes);
    served = Set.copyOf(served);
    properties = Objects.requireNonNull(properties, "properties is null").map(Set::copyOf);
    beans = Objects.requireNonNull(beans, "beans is null").map(Set::copyOf);
    clusters = List.copyOf(clusters);
  }

  /** The beans that the shipped routes call, and that an integrator's may call as well. */
  public static final Set<String> SERAI_BEANS =
      Set.of(
          "answerHeaders",
          "answers",
          "batchCallbacks",
          "batchControl",
          "batchDispatch",
          "batchEnds",
          "batchEvents",
          "batchLogs",
          "batchNotices",
          "batchPages",
          "batchResults",
          "batchRetention",
          "batchDocuments",
          "batchIntake",
          "batchStore",
          "batchSweep",
          "batchTracking",
          "callbackClient",
          "claimRelease",
          "brokerTransaction",
          "cloudEvents",
          "clusters",
          "deadline",
          "engine",
          "failures",
          "instanceList",
          "itemLogs",
          "knownInstances",
          "ledger",
          "logs",
          "notices",
          "operations",
          "placement",
          "planning",
          "podEvents",
          "pods",
          "queued",
          "requests",
          "requestText",
          "settling",
          "submissionAnswers",
          "submissions",
          "sweep",
          "troubles");

  /** Serai's own components: {@code kubernetes-pods} has the options of Camel's. */
  public static RouteVocabulary serai() {
    return new RouteVocabulary(
        Set.of("batches", "instances"),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        List.of("default"));
  }

  public RouteVocabulary withSchemes(Set<String> schemes) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties, beans, clusters);
  }

  public RouteVocabulary withLikeSchemes(Map<String, String> likeSchemes) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties, beans, clusters);
  }

  public RouteVocabulary withServed(Set<String> served) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties, beans, clusters);
  }

  public RouteVocabulary withProperties(Set<String> properties) {
    return new RouteVocabulary(
        schemes, likeSchemes, served, Optional.of(properties), beans, clusters);
  }

  public RouteVocabulary withClusters(List<String> clusters) {
    return new RouteVocabulary(schemes, likeSchemes, served, properties, beans, clusters);
  }

  /** Besides those that a route file declares itself. */
  public RouteVocabulary withBeans(Set<String> beans) {
    return new RouteVocabulary(
        schemes, likeSchemes, served, properties, Optional.of(beans), clusters);
  }
}
