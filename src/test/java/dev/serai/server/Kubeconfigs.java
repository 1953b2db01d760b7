package dev.serai.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes kubeconfig files for tests. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  /** Writes one that reaches an API server by a token; atomically replaces an earlier one. */
  static Path write(Path file, URI server, String token) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(
          fresh,
          """
          apiVersion: v1
          kind: Config
          current-context: test
          contexts:
            - name: test
              context: {cluster: test, user: test, namespace: default}
          clusters:
            - name: test
              cluster: {server: "%s"}
          users:
            - name: test
              user: {token: "%s"}
          """
              .formatted(server, token));
      return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
