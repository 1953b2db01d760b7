package dev.serai.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A real API server beside the one of the tests, whose pods are stored and stay Pending. */
final class SecondCluster implements AutoCloseable {

  // each cluster takes some ports above its own
  private static final int PORTS = 20;

  private final Map<String, String> variables;
  private final Path kubeconfig;

  private SecondCluster(Map<String, String> variables, Path kubeconfig) {
    this.variables = variables;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Starts it.
   *
   * @param first a client of the first one
   */
  static SecondCluster start(KubernetesClient first, Path folder) {
    int port = URI.create(first.getMasterUrl().toString()).getPort() + PORTS;
    Map<String, String> variables =
        Map.of("CLUSTER_DIR", folder.toString(), "CLUSTER_PORT", String.valueOf(port));
    String said = TestCluster.run(variables, "up", "--api-only");
    String[] lines = said.strip().split("\\n", -1);
    return new SecondCluster(variables, Path.of(lines[lines.length - 1]));
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  void stopApi() {
    TestCluster.run(variables, "stop-api");
  }

  void startApi() {
    TestCluster.run(variables, "start-api");
  }

  @Override
  public void close() {
    TestCluster.run(variables, "down");
  }
}
