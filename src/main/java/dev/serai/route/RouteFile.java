package dev.serai.route;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of a route file.
 *
 * @param path relative to the routes directory
 * @param digest SHA-256 of the content in hexadecimal; what tells one version from another
 */
record RouteFile(Path path, String content, String digest) {

  static final String SUFFIX = ".camel.yaml";

  /** The folder whose files are alternatives: one of them is loaded. */
  private static final Path ENGINES = Path.of("engines");

  RouteFile {
    Objects.requireNonNull(path, "path is null");
    Objects.requireNonNull(content, "content is null");
    Objects.requireNonNull(digest, "digest is null");
  }

  static RouteFile of(Path path, byte[] content) {
    return new RouteFile(path, new String(content, StandardCharsets.UTF_8), sha256(content));
  }

  /** The engine that this file implements, by its file name, if it stands among the engines. */
  Optional<String> engine() {
    if (!ENGINES.equals(path.getParent())) {
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    return Optional.of(name.substring(0, name.length() - SUFFIX.length()));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
