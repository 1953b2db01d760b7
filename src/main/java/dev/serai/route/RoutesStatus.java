package dev.serai.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The status of the route files.
 *
 * @param loaded true once a complete set of files has been loaded
 */
public record RoutesStatus(boolean loaded, List<FileStatus> files) {

  public RoutesStatus {
    files = List.copyOf(files);
  }

  /**
   * One route file.
   *
   * @param digest SHA-256 of the content on disk; empty when the file was deleted
   * @param loadedAt when the running content was loaded; empty if it never was
   * @param problem why the content on disk is not loaded
   * @param routes the running routes of this file, of the version that was loaded last
   */
  public record FileStatus(
      Path path,
      String digest,
      Optional<Instant> loadedAt,
      Optional<Finding> problem,
      List<RouteStatus> routes) {

    public FileStatus {
      Objects.requireNonNull(path, "path is null");
      Objects.requireNonNull(digest, "digest is null");
      Objects.requireNonNull(loadedAt, "loadedAt is null");
      Objects.requireNonNull(problem, "problem is null");
      routes = List.copyOf(routes);
    }

    public State state() {
      return problem.isPresent() ? State.BROKEN : State.LOADED;
    }
  }

  /**
   * One route.
   *
   * @param wanted false for a route with {@code autoStartup: false}
   */
  public record RouteStatus(String id, String status, boolean wanted) {

    boolean isDown() {
      return wanted && !"Started".equals(status) && !"Starting".equals(status);
    }
  }

  /** Whether the running content is the one on disk. */
  public enum State {
    LOADED,
    BROKEN
  }

  /** Problems of the files on disk, while their previous versions stay in use. */
  public List<Finding> problems() {
    return files.stream().flatMap(file -> file.problem().stream()).toList();
  }

  /** Ids of routes that should run and do not. */
  public List<String> down() {
    return files.stream()
        .flatMap(file -> file.routes().stream())
        .filter(RouteStatus::isDown)
        .map(RouteStatus::id)
        .toList();
  }

  /** The response of {@code GET /admin/routes}. */
  public ObjectNode toJson(ObjectMapper json) {
    ObjectNode root = json.createObjectNode();
    root.put("state", !loaded ? "NOT_LOADED" : problems().isEmpty() ? "LOADED" : "DEGRADED");
    ArrayNode array = root.putArray("files");
    for (FileStatus file : files) {
      ObjectNode node = array.addObject();
      node.put("path", file.path().toString());
      node.put("state", file.state().name());
      node.put("digest", file.digest());
      file.loadedAt().ifPresent(at -> node.put("loadedAt", at.toString()));
      file.problem()
          .ifPresent(
              problem ->
                  node.putObject("problem")
                      .put("file", problem.file().toString())
                      .put("line", problem.line())
                      .put("message", problem.message()));
      ArrayNode routes = node.putArray("routes");
      file.routes()
          .forEach(route -> routes.addObject().put("id", route.id()).put("status", route.status()));
    }
    return root;
  }
}
