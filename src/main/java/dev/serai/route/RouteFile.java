package dev.serai.route;

import dev.serai.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of a route file.
 *
 * <p>A file named {@code <what>-each-cluster.camel.yaml} holds the routes of one cluster: it is
 * loaded once for each, and {@code {{cluster}}} stands for its name.
 *
 * @param path relative to the routes directory
 * @param content as it is in the file
 * @param digest SHA-256 of the content in hexadecimal; what tells one version from another
 * @param clusters for each of which it is loaded; none for a file of all clusters together
 */
record RouteFile(Path path, String content, String digest, List<String> clusters) {

  private static final String EACH_CLUSTER = "-each-cluster";
  private static final String CLUSTER = "{{cluster}}";

  static final String SUFFIX = ".camel.yaml";

  /** The folder whose files are alternatives: one of them is loaded. */
  private static final Path ENGINES = Path.of("engines");

  RouteFile {
    Objects.requireNonNull(path, "path is null");
    Objects.requireNonNull(content, "content is null");
    Objects.requireNonNull(digest, "digest is null");
    clusters = List.copyOf(clusters);
  }

  static RouteFile of(Path path, byte[] content) {
    return new RouteFile(
        path, new String(content, StandardCharsets.UTF_8), Sha256.hex(content), List.of());
  }

  boolean isForEachCluster() {
    return path.getFileName().toString().endsWith(EACH_CLUSTER + SUFFIX);
  }

  /** The same for these clusters, if it is a file for each of them. */
  RouteFile forEach(List<String> all) {
    return isForEachCluster() ? new RouteFile(path, content, digest, all) : this;
  }

  /** What is loaded: a text for each cluster, line by line like the file; else the file's own. */
  List<String> texts() {
    return clusters.isEmpty()
        ? List.of(content)
        : clusters.stream().map(cluster -> content.replace(CLUSTER, cluster)).toList();
  }

  /** The engine that this file implements, by its file name, if it stands among the engines. */
  Optional<String> engine() {
    if (!ENGINES.equals(path.getParent())) {
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    return Optional.of(
        name.substring(0, name.length() - SUFFIX.length()).replace(EACH_CLUSTER, ""));
  }
}
