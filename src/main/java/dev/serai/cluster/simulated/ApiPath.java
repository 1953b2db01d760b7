package dev.serai.cluster.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The object or collection that a path names.
 *
 * @param namespace empty for all of them
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record ApiPath(Resource resource, String namespace, String name, String subresource) {

  /**
   * @throws ApiStatusException 404 for what is not served here
   */
  static ApiPath parse(String path) {
    List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    String root = take(parts);
    String group =
        switch (root) {
          case "api" -> "";
          case "apis" -> take(parts);
          default -> throw ApiStatusException.noSuchPath();
        };
    String version = take(parts);
    String namespace = "";
    if (parts.size() > 2 && "namespaces".equals(parts.get(0))) {
      take(parts);
      namespace = take(parts);
      if (!NameRules.labelProblems(namespace).isEmpty()) {
        throw ApiStatusException.noSuchPath();
      }
    }
    Resource resource =
        Resource.of(group, version, take(parts)).orElseThrow(ApiStatusException::noSuchPath);
    String name = take(parts);
    String subresource = take(parts);
    if (!parts.isEmpty() || (!name.isEmpty() && namespace.isEmpty())) {
      throw ApiStatusException.noSuchPath();
    }
    return new ApiPath(resource, namespace, name, subresource);
  }

  private static String take(List<String> parts) {
    return parts.isEmpty() ? "" : parts.remove(0);
  }

  boolean isCollection() {
    return name.isEmpty();
  }
}
