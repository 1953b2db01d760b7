package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serai.FreePorts;
import dev.serai.alicloud.SimulatedAck;
import dev.serai.aliyun.Api;
import dev.serai.settings.Settings;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with an ACK cluster. */
class AlicloudTest {

  private static final String REQUEST = "{\"envName\":\"demo@1.0.0\",\"owner\":\"o\"}";

  @TempDir private Path folder;
  private final LogCapture log = LogCapture.attach();
  private SimulatedAck ack;

  @BeforeEach
  void start() {
    ack = new SimulatedAck(folder);
  }

  @AfterEach
  void stop() {
    ack.close();
    log.close();
  }

  @Test
  void servesWhileKubeconfigsAreRenewedAndRenewalsFailAndTellsNoSecret() {
    ack.cloud().cluster(SimulatedAck.ID).kubeconfigLife(Duration.ofMillis(1500));
    log.verbose();
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags("ram-role"))) {
      String id = server.post(REQUEST).id();
      assertThat(server.await(id, "Running").status()).isEqualTo("Running");
      await().until(() -> ack.cloud().calls(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).size() > 2);
      assertThat(page(server, "/metrics"))
          .contains("serai_cluster_credentials_expiry_seconds{cluster=\"c1\"}")
          .contains("serai_alicloud_kubeconfig_renewals_total{cluster=\"c1\"}");
      assertThat(page(server, "/health")).contains("credentials").doesNotContain("not renewed");

      ack.cloud()
          .faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG)
          .failEvery(1, 503, "ServiceUnavailable");
      await().until(() -> page(server, "/health").contains("not renewed"));
      assertThat(page(server, "/metrics"))
          .containsPattern("serai_alicloud_kubeconfig_renewal_failures_total\\{[^}]*} [1-9]");
      ack.cloud().faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).heal();
      await().until(() -> !page(server, "/health").contains("not renewed"));

      assertThat(server.post(REQUEST).http()).isEqualTo(200);
      assertThat(server.delete("/env-instance/" + id).http()).isEqualTo(200);
      String reported = page(server, "/metrics") + page(server, "/health") + log.lines();
      assertThat(ack.methods().secrets()).isNotEmpty();
      for (String secret : ack.methods().secrets()) {
        assertThat(reported).doesNotContain(secret);
      }
      assertThat(reported).doesNotContain(SimulatedAck.TOKEN);
    }
  }

  @Test
  void aStartThatIsRefusedSaysWhyAndLeavesNothingRunning() {
    Map<String, String> flags = flags("access-key");
    ack.cloud().deny("ops", Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
    assertThatThrownBy(() -> start(flags))
        .hasMessage(
            "can't get the kubeconfig of cluster c1: these credentials have no permission for that"
                + " (StatusForbidden)");
    flags.remove("alicloud-cluster-id");
    assertThatThrownBy(() -> start(flags)).hasMessageContaining("alicloud-cluster-id is not given");
    flags.put("alicloud-kubeconfig-path", "/x");
    assertThatThrownBy(() -> start(flags))
        .hasMessageContaining("alicloud-kubeconfig-path")
        .hasMessageContaining("alicloud-access-key-id");
  }

  private static void start(Map<String, String> flags) throws Exception {
    Map<String, String> all = new HashMap<>(flags);
    all.put("port", String.valueOf(FreePorts.next()));
    all.put("management-port", String.valueOf(FreePorts.next()));
    Settings settings =
        Settings.resolve(all, Map.of(), Optional.empty(), Path.of("").toAbsolutePath());
    Server.start(settings, Clock.systemUTC()).close();
  }

  private Map<String, String> flags(String method) {
    Map<String, String> flags = ack.methods().flags(method);
    flags.put("schedule-type", "alicloud-k8s");
    flags.put("alicloud-cluster-id", SimulatedAck.ID);
    return flags;
  }

  private static String page(RunningServer server, String path) {
    return server.sendRaw(HttpRequest.newBuilder(server.managementUri(path))).body();
  }
}
