package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.alicloud.SimulatedAck;
import dev.serai.aliyun.Api;
import dev.serai.server.RunningServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The APIs of Alibaba Cloud are unavailable when a server starts. */
class AlicloudAwayTest {

  private static final String DEMO = "{\"envName\":\"demo@1.0.0\"}";
  private static final String NONE_YET =
      "there is no kubeconfig of ACK cluster c1 by AccessKey pair yet: can't get the kubeconfig of"
          + " cluster c1: the service is not available (ServiceUnavailable)";

  @TempDir private Path folder;
  private SimulatedAck ack;

  @BeforeEach
  void start() {
    ack = new SimulatedAck(folder);
    ack.cloud()
        .faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG)
        .failEvery(1, 503, "ServiceUnavailable");
  }

  @AfterEach
  void stop() {
    ack.close();
  }

  @Test
  void theOnlyClusterIsWaitedForAndHealthSaysWhatFor() {
    Map<String, String> flags = ack.methods().flags("access-key");
    flags.put("schedule-type", "alicloud-k8s");
    flags.put("alicloud-cluster-id", SimulatedAck.ID);
    flags.put("retry-deadline", "500ms");
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags)) {
      HttpResponse<String> ready = page(server, "/health/ready");
      assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
      assertThat(ready.body()).contains(NONE_YET);
      assertThat(page(server, "/health/live").statusCode()).isEqualTo(200);
      assertThat(page(server, "/metrics").body())
          .contains("serai_cluster_credentials_expiry_seconds{cluster=\"c1\"} 0.0");
      Answer refused = server.post(DEMO);
      assertThat(refused.http()).as(refused.message()).isEqualTo(503);

      ack.cloud().faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).heal();
      Awaitility.await()
          .alias("ready without a restart")
          .until(() -> page(server, "/health/ready").statusCode() == 200);
      Answer made = server.post(DEMO);
      assertThat(made.http()).as(made.message()).isEqualTo(200);
      assertThat(server.await(made.id(), "Running").status()).isEqualTo("Running");
    }
  }

  @Test
  void ofSeveralClustersTheOthersServeAndItComesByItself() {
    Map<String, String> flags =
        new HashMap<>(Map.of("clusters.sim.schedule-type", "simulated", "retry-deadline", "500ms"));
    ack.methods()
        .flags("access-key")
        .forEach((name, value) -> flags.put("clusters.ack." + name, value));
    flags.put("clusters.ack.schedule-type", "alicloud-k8s");
    flags.put("clusters.ack.alicloud-cluster-id", SimulatedAck.ID);
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags)) {
      Awaitility.await()
          .alias("ready without it")
          .until(() -> page(server, "/health/ready").statusCode() == 200);
      assertThat(page(server, "/health").body()).contains(NONE_YET);
      for (int i = 0; i < 10; i++) {
        Answer made = server.post(DEMO);
        assertThat(made.http()).as(made.message()).isEqualTo(200);
        assertThat(made.data().path("cluster").asText()).isEqualTo("sim");
      }
      Answer wished =
          server.post("{\"envName\":\"demo@1.0.0\",\"placement\":{\"cluster\":\"ack\"}}");
      assertThat(wished.http()).isEqualTo(503);
      assertThat(wished.message()).contains("there is no kubeconfig of ACK cluster c1");
      assertThat(server.get("/env-instance/list").raw().headers().firstValue("Serai-Unreachable"))
          .contains("ack");

      ack.cloud().faults(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG).heal();
      Awaitility.await()
          .alias("its share")
          .until(() -> server.post(DEMO).data().path("cluster").asText().equals("ack"));
      Awaitility.await()
          .alias("its watch is alive")
          .until(
              () ->
                  server
                      .get("/env-instance/list")
                      .raw()
                      .headers()
                      .firstValue("Serai-Unreachable")
                      .isEmpty());
    }
  }

  private static HttpResponse<String> page(RunningServer server, String path) {
    return server.sendRaw(HttpRequest.newBuilder(server.managementUri(path)));
  }
}
