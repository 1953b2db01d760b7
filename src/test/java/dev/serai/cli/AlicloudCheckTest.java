package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.alicloud.CloudMethods;
import dev.serai.alicloud.SimulatedAck;
import dev.serai.aliyun.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlicloudCheckTest {

  private static final String GOOD = "\u2713 ";
  private static final String FAILED = "\u2717 ";

  @TempDir private Path folder;
  private SimulatedAck ack;

  @BeforeEach
  void start() {
    ack = new SimulatedAck(folder);
    ack.cloud().cluster(SimulatedAck.ID).publicAddress(URI.create("https://1.2.3.4:6443"));
  }

  @AfterEach
  void stop() {
    ack.close();
  }

  static List<String> methods() {
    return CloudMethods.ALL;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void walksTheWholeWayWithEachMethod(String method) {
    CommandRun run = check(ack.methods().flags(method));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.startsWith(GOOD));
    assertThat(run.out())
        .contains("method: ", ", because ", "identity: acs:", "cluster: cluster-c1")
        .contains("state running", "public address https://1.2.3.4:6443", "cn-hangzhou")
        .contains("kubeconfig: valid until", "API server: http", "access to pods: may create, get")
        .contains("access to pods/log: may get", "access to leases: may create, get, patch");
    noSecret(run);
  }

  @Test
  void aKubeconfigFileAloneNeedsNoCloud() {
    Path file = ack.methods().write("kubeconfig", ack.kubeconfig());
    CommandRun run = check(Map.of("alicloud-kubeconfig-path", file.toString()), false);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("method: kubeconfig file " + file, "access to events: may list");
    assertThat(ack.cloud().calls()).isEmpty();
    noSecret(run);
  }

  @Test
  void aContradictionIsTheFirstStep() {
    Map<String, String> flags = ack.methods().flags("access-key");
    flags.put("alicloud-ecs-role-name", "e");
    CommandRun run = failing(flags, "method: alicloud-access-key-id");
    assertThat(run.out()).contains("alicloud-ecs-role-name", "give one");
  }

  @Test
  void aWrongSecretFailsTheIdentity() {
    Map<String, String> flags = ack.methods().flags("access-key");
    flags.merge("alicloud-access-key-secret", "x", String::concat);
    CommandRun run = failing(flags, "identity: can't");
    assertThat(run.out()).contains("SignatureDoesNotMatch", "check alicloud-access-key-secret");
  }

  @Test
  void aRoleThatIsNotTrustedFailsTheCredentials() {
    Map<String, String> flags = ack.methods().flags("ram-role");
    ack.cloud().role("runner").trustNobody();
    failing(flags, "credentials: can't get credentials");
  }

  @Test
  void aMissingPermissionNamesThePolicy() {
    Map<String, String> flags = ack.methods().flags("access-key");
    ack.cloud().deny("ops", Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
    CommandRun run = failing(flags, "kubeconfig: can't get the kubeconfig of cluster c1");
    assertThat(run.out()).contains("grant the RAM policy of deploy/alicloud.md", GOOD + "cluster");
    assertThat(run.out()).contains("- API server: needs: kubeconfig");
  }

  @Test
  void anUnknownClusterIsToldFromOneThatDoesNotRun() {
    Map<String, String> flags = ack.methods().flags("access-key");
    ack.cloud().cluster(SimulatedAck.ID).state("updating");
    failing(flags, "cluster: cluster-c1");
    ack.cloud().deleteCluster(SimulatedAck.ID);
    failing(flags, "cluster: can't describe cluster c1: there is no such cluster");
  }

  @Test
  void anApiServerThatCantBeReachedPointsToTheAddress() {
    Map<String, String> flags = ack.methods().flags("access-key");
    ack.cloud()
        .cluster(SimulatedAck.ID)
        .kubeconfigs(
            (id, isPrivate, life) ->
                ack.kubeconfig().replaceAll("server: .*", "server: \"http://127.0.0.1:1\"}"));
    CommandRun run = failing(flags, "API server: http://127.0.0.1:1/ can't be reached");
    assertThat(run.out()).contains("alicloud-private-endpoint");
  }

  @Test
  void aKubeconfigThatIsNoneIsNotQuoted() {
    Map<String, String> flags = ack.methods().flags("access-key");
    ack.cloud()
        .cluster(SimulatedAck.ID)
        .kubeconfigs((id, isPrivate, life) -> "users: [" + SimulatedAck.TOKEN + ": {");
    failing(flags, "kubeconfig: can't read the kubeconfig");
  }

  @Test
  void isJsonForPrograms() throws IOException {
    Map<String, String> flags = ack.methods().flags("access-key");
    ack.cloud().deny("ops", Api.DESCRIBE_CLUSTER_DETAIL);
    flags.put("output", "json");
    CommandRun run = check(flags);

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json.path("good").asBoolean()).isFalse();
    List<String> outcomes = new ArrayList<>();
    json.path("steps").forEach(step -> outcomes.add(step.path("outcome").asText()));
    assertThat(outcomes).contains("good", "failed");
    noSecret(run);
  }

  @Test
  void aBadSettingIsOneLineAndExits2() throws IOException {
    Path config = Files.writeString(folder.resolve("c"), "serai.alicloud-kubeconfig-duration=5m\n");
    CommandRun run = CommandRun.of(Map.of("SERAI_CONFIG", config.toString()), "alicloud", "check");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("expected a duration from 15m to 4320m");
  }

  @Test
  void allAckClustersOfSeveralAreCheckedAndOneAloneWhereItIsNamed() throws IOException {
    Map<String, String> flags = ack.methods().flags("access-key");
    flags.put("clusters.hz.schedule-type", "alicloud-k8s");
    flags.put("clusters.hz.alicloud-cluster-id", SimulatedAck.ID);
    flags.put("clusters.sh.schedule-type", "alicloud-k8s");
    flags.put("clusters.sh.alicloud-cluster-id", "unknown");
    flags.put("clusters.office.schedule-type", "simulated");

    CommandRun all = check(flags, false);
    assertThat(all.exitCode()).as(all.out() + all.err()).isEqualTo(1);
    assertThat(all.out().lines().filter(line -> line.startsWith("Cluster ")))
        .containsExactly("Cluster hz", "Cluster sh");
    assertThat(all.out()).contains(FAILED + "cluster: can't describe cluster unknown");

    flags.put("cluster", "hz");
    CommandRun one = check(flags, false);
    assertThat(one.exitCode()).as(one.out() + one.err()).isZero();
    assertThat(one.out()).doesNotContain("unknown");
    flags.put("output", "json");
    JsonNode json = new ObjectMapper().readTree(check(flags, false).out());
    assertThat(json.at("/clusters/0/cluster").asText()).isEqualTo("hz");

    flags.put("cluster", "office");
    CommandRun none = check(flags, false);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--cluster office", "there is hz, sh");
    noSecret(all);
  }

  @Test
  void aClusterCantBeNamedWhereTheSettingsNameNone() {
    Map<String, String> flags = ack.methods().flags("access-key");
    flags.put("cluster", "hz");
    CommandRun run = check(flags);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--cluster hz is for several clusters");
  }

  private CommandRun failing(Map<String, String> flags, String step) {
    CommandRun run = check(flags);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out()).contains(FAILED + step);
    noSecret(run);
    return run;
  }

  private CommandRun check(Map<String, String> flags) {
    return check(flags, true);
  }

  private static CommandRun check(Map<String, String> flags, boolean byId) {
    List<String> arguments = new ArrayList<>(List.of("alicloud", "check"));
    flags.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    if (byId) {
      arguments.add("--alicloud-cluster-id=" + SimulatedAck.ID);
    }
    return CommandRun.of(Map.of(), "", Clock.systemUTC(), arguments.toArray(new String[0]));
  }

  private void noSecret(CommandRun run) {
    for (String secret : ack.methods().secrets()) {
      assertThat(run.out() + run.err()).doesNotContain(secret);
    }
    assertThat(run.out() + run.err()).doesNotContain(SimulatedAck.TOKEN);
  }
}
