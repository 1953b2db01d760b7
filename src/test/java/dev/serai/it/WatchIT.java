package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.server.RunningServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of pods is complete again after its watch was interrupted. */
@Tag("alone")
class WatchIT {

  private static final Duration RECOVERY = Duration.ofSeconds(5);

  @TempDir Path data;

  @Test
  void theCacheAgreesWithTheClusterSoonAfterPodsWereDeletedUnseen() throws Exception {
    try (KubernetesClient admin = TestCluster.admin();
        CuttableProxy proxy =
            CuttableProxy.to(URI.create(admin.getMasterUrl().toString()).getPort())) {
      String namespace = TestCluster.newNamespace(admin);
      Map<String, String> flags = flags(namespace, kubeconfigThrough(proxy));
      try (RunningServer server = RunningServer.start(data, flags)) {
        for (int i = 0; i < 20; i++) {
          assertThat(server.post("{\"envName\":\"parked@1.0.0\"}").http()).isEqualTo(200);
        }
        await().until(() -> listed(server).size() == 20);

        proxy.cut();
        List<Pod> pods = admin.pods().inNamespace(namespace).list().getItems();
        pods.subList(0, 12).forEach(pod -> admin.resource(pod).withGracePeriod(0).delete());
        assertThat(listed(server)).as("what it knew before").hasSize(20);
        proxy.restore();

        await()
            .alias("the cache agrees with the cluster")
            .atMost(RECOVERY)
            .untilAsserted(() -> assertThat(listed(server)).isEqualTo(names(admin, namespace)));
      } finally {
        TestCluster.deleteNamespace(admin, namespace);
      }
    }
  }

  @Test
  void theCacheAgreesWithTheClusterSoonAfterTheApiServerWasAwayForHalfAMinute() throws Exception {
    try (KubernetesClient admin = TestCluster.admin()) {
      String namespace = TestCluster.newNamespace(admin);
      Map<String, String> flags = flags(namespace, TestCluster.kubeconfig());
      try (RunningServer server = RunningServer.start(data, flags)) {
        for (int i = 0; i < 20; i++) {
          assertThat(server.post("{\"envName\":\"parked@1.0.0\"}").http()).isEqualTo(200);
        }
        await().until(() -> listed(server).size() == 20);

        TestCluster.stopApi();
        Thread.sleep(Duration.ofSeconds(30).toMillis());
        TestCluster.startApi();
        admin
            .pods()
            .inNamespace(namespace)
            .list()
            .getItems()
            .subList(0, 12)
            .forEach(pod -> admin.resource(pod).withGracePeriod(0).delete());

        await()
            .alias("the cache agrees with the cluster")
            .atMost(RECOVERY)
            .untilAsserted(() -> assertThat(listed(server)).isEqualTo(names(admin, namespace)));
      } finally {
        TestCluster.startApi();
        TestCluster.deleteNamespace(admin, namespace);
      }
    }
  }

  private Map<String, String> flags(String namespace, Path kubeconfig) {
    Map<String, String> flags = new HashMap<>(TestCluster.flags(namespace, kubeconfig));
    flags.put("environments", TestFolders.environments(data).toString());
    flags.put("pod-templates", TestFolders.podTemplates(data).toString());
    return flags;
  }

  private Path kubeconfigThrough(CuttableProxy proxy) throws Exception {
    String text = Files.readString(TestCluster.kubeconfig());
    int port = URI.create(Config.fromKubeconfig(text).getMasterUrl()).getPort();
    return Files.writeString(
        data.resolve("proxied.kubeconfig"), text.replace(":" + port, ":" + proxy.port()));
  }

  private static Set<String> listed(RunningServer server) {
    Set<String> ids = new TreeSet<>();
    server.get("/env-instance/*/list").data().forEach(row -> ids.add(row.path("id").asText()));
    return ids;
  }

  private static Set<String> names(KubernetesClient admin, String namespace) {
    Set<String> names = new TreeSet<>();
    admin
        .pods()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(pod -> names.add(pod.getMetadata().getName()));
    return names;
  }
}
