package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the shipped routes that a test edits while a server runs it. */
final class EditedRoutes {

  static final Path SHIPPED = Path.of("routes");

  private final Path folder;

  private EditedRoutes(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder an empty one, or none yet
   */
  static EditedRoutes copyInto(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    EditedRoutes routes = new EditedRoutes(folder);
    routes.restore();
    return routes;
  }

  Path folder() {
    return folder;
  }

  /** Restores the shipped routes. */
  void restore() {
    files(folder).stream()
        .filter(file -> !Files.exists(SHIPPED.resolve(file)))
        .forEach(file -> delete(file.toString()));
    for (Path file : files(SHIPPED)) {
      write(file.toString(), read(SHIPPED.resolve(file)));
    }
  }

  void edit(String file, UnaryOperator<String> change) {
    String before = read(folder.resolve(file));
    String after = change.apply(before);
    assertThat(after).as("an edit that changes something").isNotEqualTo(before);
    write(file, after);
  }

  void write(String file, String content) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server runs exactly what is in the folder. */
  void awaitLoaded(RunningServer server) {
    Map<String, String> wanted = new TreeMap<>();
    files(folder).forEach(file -> wanted.put(file.toString(), digest(folder.resolve(file))));
    await()
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              JsonNode status = status(server);
              Map<String, String> loaded = new TreeMap<>();
              status
                  .path("files")
                  .forEach(
                      file -> loaded.put(file.path("path").asText(), file.path("digest").asText()));
              assertThat(loaded).as("digests, state %s", status.path("state")).isEqualTo(wanted);
              assertThat(status.path("state").asText()).isEqualTo("LOADED");
            });
  }

  /** The response of GET /admin/routes. */
  static JsonNode status(RunningServer server) {
    return server.send(HttpRequest.newBuilder(server.managementUri("/admin/routes"))).data();
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".camel.yaml"))
          .map(folder::relativize)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Path file) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(read(file).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
