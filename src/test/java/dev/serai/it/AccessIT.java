package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.server.RunningServer;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Role of deploy/rbac.yaml is enough, and each of its verbs is needed. */
class AccessIT {

  private static final String USER = "serai-user";

  @TempDir Path data;

  @Test
  void theShippedRoleIsEnoughAndWithoutAVerbTheAnswerNamesIt() throws Exception {
    try (KubernetesClient admin = TestCluster.admin()) {
      String namespace = TestCluster.newNamespace(admin);
      Role role = apply(admin, namespace);
      Map<String, String> flags =
          new HashMap<>(TestCluster.flags(namespace, TestCluster.kubeconfigOf(USER, data)));
      flags.put("cleanup-interval", "1s");
      TestCluster.awaitRoomForPods(admin, namespace);
      try (RunningServer server = RunningServer.start(data, flags)) {
        String id = create(server, "10m");
        assertThat(server.await(id, "Terminated").status()).isEqualTo("Terminated");
        assertThat(log(server, id)).contains("hello");
        TestCluster.awaitEvents(admin, namespace, server, id);
        assertThat(server.get("/env-instance/*/list").data()).hasSize(1);
        String brief = create(server, "5s");
        await()
            .alias("the elected replica cleans up")
            .atMost(Duration.ofSeconds(150))
            .until(() -> admin.pods().inNamespace(namespace).withName(brief).get() == null);
        assertThat(admin.pods().inNamespace(namespace).withName(id).get())
            .as("one whose time is not over")
            .isNotNull();
        String other = create(server, "10m");
        assertThat(server.delete("/env-instance/" + other).http()).isEqualTo(200);

        String kept = create(server, "10m");
        server.await(kept, "Terminated");
        without(admin, namespace, role, "pods/log", "get");
        assertThat(log(server, kept)).contains("\"code\":403", "cannot get resource", "pods/log");
        without(admin, namespace, role, "events", "list");
        assertThat(server.get("/env-instance/" + kept + "?events=true").message())
            .contains("cannot list resource", "events");
        without(admin, namespace, role, "pods", "delete");
        Answer refused = server.delete("/env-instance/" + kept);
        assertThat(refused.http()).isEqualTo(403);
        assertThat(refused.message()).contains("cannot delete resource", "pods");
        without(admin, namespace, role, "pods", "create");
        refused = server.post("{\"envName\":\"hello@1.0.0\"}");
        assertThat(refused.http()).isEqualTo(403);
        assertThat(refused.message()).contains("cannot create resource", "pods", namespace);
      } finally {
        TestCluster.deleteNamespace(admin, namespace);
      }
    }
  }

  private static String create(RunningServer server, String ttl) {
    Answer created = server.post("{\"envName\":\"hello@1.0.0\",\"ttl\":\"" + ttl + "\"}");
    assertThat(created.http()).as(created.message()).isEqualTo(200);
    return created.id();
  }

  private static String log(RunningServer server, String id) {
    return server
        .sendRaw(HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs")))
        .body();
  }

  /**
   * Applies the shipped file, and binds its Role to the user of the test instead of its
   * ServiceAccount.
   */
  private static Role apply(KubernetesClient admin, String namespace) throws Exception {
    Role role = null;
    try (InputStream file = Files.newInputStream(Path.of("deploy/rbac.yaml"))) {
      for (HasMetadata item : admin.load(file).items()) {
        item.getMetadata().setNamespace(namespace);
        admin.resource(item).inNamespace(namespace).create();
        if (item instanceof Role found) {
          role = found;
        }
      }
    }
    assertThat(role).as("the Role of deploy/rbac.yaml").isNotNull();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("user")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .create();
    TestCluster.awaitAccess(admin, namespace, USER, "create", "pods", true);
    return role;
  }

  /** The Role without one verb on one resource; waits until the API server knows. */
  private static void without(
      KubernetesClient admin, String namespace, Role role, String resource, String verb) {
    List<PolicyRule> rules =
        role.getRules().stream()
            .map(
                rule ->
                    rule.getResources().contains(resource)
                        ? rule.edit()
                            .withVerbs(
                                rule.getVerbs().stream().filter(v -> !v.equals(verb)).toList())
                            .build()
                        : rule)
            .filter(rule -> !rule.getVerbs().isEmpty())
            .toList();
    admin
        .rbac()
        .roles()
        .inNamespace(namespace)
        .withName(role.getMetadata().getName())
        .edit(
            current -> {
              current.setRules(rules);
              return current;
            });
    TestCluster.awaitAccess(admin, namespace, USER, verb, resource, false);
  }
}
