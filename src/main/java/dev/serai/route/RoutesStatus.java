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
 * What is known about the route files at one moment.
 *
 * @param loaded true once a whole set of files has been loaded
 */
public record RoutesStatus(boolean loaded, List<FileStatus> files) {

  public RoutesStatus {
    files = List.copyOf(files);
  }

  /**
   * One route file.
   *
   * @param digest SHA-256 of the content on disk; empty when the file is gone
   * @param loadedAt when the content that runs was loaded; empty for one that never was
   * @param problem why the content on disk does not run
   * @param routes the routes that run from this file, in whichever version was loaded last
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
   * @param wanted false for a route that its file tells not to start by itself
   */
  public record RouteStatus(String id, String status, boolean wanted) {

    boolean isDown() {
      return wanted && !"Started".equals(status) && !"Starting".equals(status);
    }
  }

  /** Whether what is on disk is what runs. */
  public enum State {
    LOADED,
    BROKEN
  }

  /** Problems of the files on disk, while the versions loaded before go on running. */
  public List<Finding> problems() {
    return files.stream().flatMap(file -> file.problem().stream()).toList();
  }

  /** Ids of routes that should run and don't. */
  public List<String> down() {
    return files.stream()
        .flatMap(file -> file.routes().stream())
        .filter(RouteStatus::isDown)
        .map(RouteStatus::id)
        .toList();
  }

  /** The answer of {@code GET /admin/routes}. */
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
