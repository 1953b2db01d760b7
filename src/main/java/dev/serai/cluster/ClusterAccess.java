package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The cluster's address and credentials, reread at each call.
 *
 * @param source the origin of the credentials, for messages; never their values
 * @param config reads the current configuration, unless {@code renewal} says there is none yet
 * @param renewal fetches another one, before the current one expires or when it is rejected
 */
public record ClusterAccess(String source, Supplier<Config> config, CredentialRenewal renewal) {

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  public ClusterAccess {
    Objects.requireNonNull(source, "source is null");
    Objects.requireNonNull(config, "config is null");
    Objects.requireNonNull(renewal, "renewal is null");
  }

  /** For a configuration that can only be reread after a rejection. */
  public ClusterAccess(String source, Supplier<Config> config) {
    this(source, config, CredentialRenewal.byReading(config));
  }

  /** By a kubeconfig file, its current context. */
  public static ClusterAccess kubeconfig(Path file) {
    return new ClusterAccess(
        "kubeconfig " + file,
        () -> {
          try {
            return Config.fromKubeconfig(Files.readString(file));
          } catch (IOException e) {
            throw new UncheckedIOException(
                "can't read the kubeconfig " + file + ": " + e.getMessage(), e);
          } catch (RuntimeException e) {
            // the parser's message may quote the file, which holds keys
            throw new IllegalStateException("the kubeconfig " + file + " is not valid");
          }
        });
  }

  /**
   * By the service account of the pod that this program runs in.
   *
   * @throws IllegalStateException when it does not run in a pod
   */
  public static ClusterAccess inCluster() {
    if (!Files.isReadable(SERVICE_ACCOUNT)) {
      throw new IllegalStateException(
          "there is no cluster to talk to: this is not a pod with a service account, and no --kubeconfig is given");
    }
    return new ClusterAccess("the pod's service account", () -> Config.autoConfigure(null));
  }
}
