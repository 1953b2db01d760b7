package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.alicloud.CloudMethods;
import dev.serai.alicloud.access.AccessCheck;
import dev.serai.alicloud.access.CheckStep;
import dev.serai.alicloud.access.CheckStep.Outcome;
import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.Api;
import dev.serai.aliyun.LentProperties;
import dev.serai.server.RunningServer;
import dev.serai.settings.Settings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of ACK whose API server is a real one, and whose certificates really expire. */
class AlicloudIT {

  private static final String ID = "c1";
  private static final String USER = "ack-user";

  @TempDir private Path folder;
  private AlibabaCloud cloud;
  private LentProperties properties;
  private KubernetesClient admin;
  private String namespace;

  @BeforeEach
  void start() {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    admin = TestCluster.admin();
    namespace = TestCluster.newNamespace(admin);
  }

  @AfterEach
  void stop() {
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
    properties.close();
    cloud.close();
  }

  @Test
  void theCheckKnowsTheCertificatesEndAndNamesEachVerbThatIsMissing() throws Exception {
    kubeconfigs("serai-users", Duration.ofMinutes(10));
    Map<String, String> flags = flags();

    List<CheckStep> without = check(flags);
    assertThat(outcomes(without, Outcome.FAILED))
        .containsExactly(
            "access to pods", "access to pods/log", "access to events", "access to leases");
    assertThat(without)
        .anySatisfy(
            step ->
                assertThat(step.detail())
                    .isEqualTo(
                        "may not create, get, list, watch, delete, patch in namespace "
                            + namespace));
    assertThat(detail(without, "kubeconfig")).contains("(9 min)");
    assertThat(detail(without, "API server")).contains("version v1.");

    bind();
    assertThat(outcomes(check(flags), Outcome.FAILED)).isEmpty();
  }

  @Test
  void anExpiredCertificateIsToldAtTheCheck() {
    cloud
        .cluster(ID)
        .kubeconfigs(
            (id, isPrivate, asked) -> {
              String text = TestCluster.kubeconfigOf(USER, "serai-users", Duration.ofSeconds(1));
              Thread.sleep(2_000);
              return text;
            });
    assertThat(detail(check(flags()), "kubeconfig")).contains("it has expired at");
  }

  @Test
  void requestsGoOnWhileCertificatesExpire() throws Exception {
    kubeconfigs("system:masters", Duration.ofSeconds(20));
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags())) {
      Instant end = Instant.now().plusSeconds(50);
      while (Instant.now().isBefore(end)) {
        RunningServer.Answer made = server.post("{\"envName\":\"hello@1.0.0\",\"ttl\":\"10m\"}");
        assertThat(made.http()).as(made.message()).isEqualTo(200);
        Thread.sleep(200);
      }
      assertThat(cloud.calls(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG))
          .hasSizeBetween(3, 10)
          .allMatch(call -> call.succeeded());
    }
  }

  private void kubeconfigs(String group, Duration life) {
    cloud
        .cluster(ID)
        .kubeconfigs((id, isPrivate, asked) -> TestCluster.kubeconfigOf(USER, group, life));
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new CloudMethods(cloud, folder).flags("ram-role");
    flags.put("schedule-type", "alicloud-k8s");
    flags.put("alicloud-cluster-id", ID);
    flags.put("namespace", namespace);
    flags.put("environments", TestFolders.environments(folder).toString());
    flags.put("pod-templates", TestFolders.podTemplates(folder).toString());
    return flags;
  }

  private static List<CheckStep> check(Map<String, String> flags) {
    return AccessCheck.of(Settings.resolve(flags, Map.of(), Optional.empty()), Clock.systemUTC());
  }

  private static List<String> outcomes(List<CheckStep> steps, Outcome outcome) {
    return steps.stream().filter(step -> step.outcome() == outcome).map(CheckStep::name).toList();
  }

  private static String detail(List<CheckStep> steps, String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .map(CheckStep::detail)
        .findFirst()
        .orElseThrow();
  }

  /** Binds the shipped Role to the user of the kubeconfigs. */
  private void bind() throws Exception {
    try (InputStream file = Files.newInputStream(Path.of("deploy/rbac.yaml"))) {
      for (HasMetadata item : admin.load(file).items()) {
        item.getMetadata().setNamespace(namespace);
        admin.resource(item).inNamespace(namespace).create();
      }
    }
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("user")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "serai")
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .create();
    TestCluster.awaitAccess(admin, namespace, USER, "create", "pods", true);
  }
}
