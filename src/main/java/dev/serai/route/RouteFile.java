package dev.serai.route;

import dev.serai.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of a route file. Two are equal when their content is. It is parsed at most once.
 *
 * <p>A file named {@code <what>-each-cluster.camel.yaml} holds the routes of one cluster: it is
 * loaded once for each, and {@code {{cluster}}} stands for its name.
 */
final class RouteFile {

  private static final String EACH_CLUSTER = "-each-cluster";
  private static final String CLUSTER = "{{cluster}}";

  static final String SUFFIX = ".camel.yaml";

  /** The folder whose files are alternatives, of which one is loaded. */
  private static final Path ENGINES = Path.of("engines");

  private final Path path;
  private final String content;
  private final String digest;
  private final List<String> clusters;
  private volatile Optional<Parsed> parsed = Optional.empty();

  private RouteFile(Path path, String content, String digest, List<String> clusters) {
    this.path = Objects.requireNonNull(path, "path is null");
    this.content = Objects.requireNonNull(content, "content is null");
    this.digest = Objects.requireNonNull(digest, "digest is null");
    this.clusters = List.copyOf(clusters);
  }

  static RouteFile of(Path path, byte[] content) {
    return new RouteFile(
        path, new String(content, StandardCharsets.UTF_8), Sha256.hex(content), List.of());
  }

  /**
   * The parsed text of the file.
   *
   * @param items the items of the text for the first cluster, or of the only text
   * @param first the outline of these items
   * @param whole the outline of the texts of all clusters
   * @param findings violations of YAML itself, which are the same in all texts
   */
  record Parsed(
      List<YamlNode> items, RouteOutline first, RouteOutline whole, List<Finding> findings) {

    Parsed {
      items = List.copyOf(items);
      findings = List.copyOf(findings);
    }
  }

  /** Relative to the routes directory. */
  Path path() {
    return path;
  }

  /** The content of the file. */
  String content() {
    return content;
  }

  /** SHA-256 of the content in hexadecimal, which identifies the version. */
  String digest() {
    return digest;
  }

  boolean isForEachCluster() {
    return path.getFileName().toString().endsWith(EACH_CLUSTER + SUFFIX);
  }

  /** The file for these clusters, if it is loaded once for each of them. */
  RouteFile forEach(List<String> all) {
    return isForEachCluster() ? new RouteFile(path, content, digest, all) : this;
  }

  /** The texts to load: one for each cluster, line by line like the file; else the file's own. */
  List<String> texts() {
    return clusters.isEmpty()
        ? List.of(content)
        : clusters.stream().map(cluster -> content.replace(CLUSTER, cluster)).toList();
  }

  /** The outline for checks across files; available even if the file has errors. */
  RouteOutline outline() {
    return parsed().whole();
  }

  Parsed parsed() {
    Optional<Parsed> known = parsed;
    if (known.isEmpty()) {
      known = Optional.of(parse());
      parsed = known;
    }
    return known.get();
  }

  private Parsed parse() {
    List<Finding> findings = new ArrayList<>();
    List<YamlNode> all = new ArrayList<>();
    List<YamlNode> first = List.of();
    for (String text : texts()) {
      boolean isFirst = all.isEmpty();
      List<YamlNode> items =
          new YamlReader(path, text, isFirst ? findings::add : any -> {}).items();
      first = isFirst ? items : first;
      all.addAll(items);
    }
    RouteOutline outline = OutlineReader.read(this, first);
    return new Parsed(
        first,
        outline,
        all.size() == first.size() ? outline : OutlineReader.read(this, all),
        findings);
  }

  /** The name of the engine that this file implements, if it is in the folder of engines. */
  Optional<String> engine() {
    if (!ENGINES.equals(path.getParent())) {
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    return Optional.of(
        name.substring(0, name.length() - SUFFIX.length()).replace(EACH_CLUSTER, ""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouteFile file
        && path.equals(file.path)
        && digest.equals(file.digest)
        && clusters.equals(file.clusters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, digest, clusters);
  }

  @Override
  public String toString() {
    return path + " " + digest.substring(0, 8);
  }
}
