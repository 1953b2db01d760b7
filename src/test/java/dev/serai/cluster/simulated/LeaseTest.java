package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LeaseTest extends ClusterTest {

  private static final String LEASES = "apis/coordination.k8s.io/v1/namespaces/default/leases";

  @Test
  void letsOneLeadAndAnotherFollowAfterIt() {
    Set<String> leaders = ConcurrentHashMap.newKeySet();
    Set<String> followed = ConcurrentHashMap.newKeySet();
    var executor = Executors.newScheduledThreadPool(2);
    try (KubernetesClient second =
        new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      var one = elector(client, "one", leaders, holder -> {}, executor).start();
      await().until(() -> leaders.contains("one"));
      var two = elector(second, "two", leaders, followed::add, executor).start();
      await("the second has asked for the lease").until(() -> followed.contains("one"));
      assertThat(leaders).containsExactly("one");

      one.cancel(true);

      await().until(() -> leaders.equals(Set.of("two")));
      assertThat(client.leases().inNamespace("default").withName("lead").get().getSpec())
          .satisfies(spec -> assertThat(spec.getHolderIdentity()).isEqualTo("two"));
      two.cancel(true);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void takesAnUpdateOnlyOfTheVersionThatIs() {
    var created = send("POST", LEASES, lease(""));
    assertThat(created.statusCode()).isEqualTo(201);
    String version =
        client
            .leases()
            .inNamespace("default")
            .withName("l")
            .get()
            .getMetadata()
            .getResourceVersion();
    String current = lease(",\"resourceVersion\":\"" + version + "\"");

    assertThat(send("PUT", LEASES + "/l", lease("")).statusCode()).isEqualTo(422);
    String changed = current.replace("\"x\"", "\"y\"");
    assertThat(send("PUT", LEASES + "/l", changed).statusCode()).isEqualTo(200);
    var stale = send("PUT", LEASES + "/l", current);
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(stale.body())
        .contains("Operation cannot be fulfilled on leases.coordination.k8s.io \\\"l\\\"");
    assertThat(send("DELETE", LEASES + "/l", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", LEASES + "/l", "").statusCode()).isEqualTo(404);
  }

  @Test
  void allowsEveryAccessAndSaysWhatItIs() {
    var review =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withVerb("create")
                    .withResource("pods")
                    .withNamespace("default")
                    .endResourceAttributes()
                    .endSpec()
                    .build());

    assertThat(review.getStatus().getAllowed()).isTrue();
    assertThat(client.getKubernetesVersion().getGitVersion()).contains("simulated");
    assertThat(client.namespaces().withName("any").get().getStatus().getPhase())
        .isEqualTo("Active");
    assertThat(send("GET", "readyz", "").body()).isEqualTo("ok");
  }

  private static String lease(String more) {
    return "{\"metadata\":{\"name\":\"l\"" + more + "},\"spec\":{\"holderIdentity\":\"x\"}}";
  }

  private static LeaderElector elector(
      KubernetesClient client,
      String identity,
      Set<String> leaders,
      Consumer<String> onHolder,
      Executor executor) {
    return new LeaderElector(
        client,
        new LeaderElectionConfigBuilder()
            .withName("lead")
            .withLock(new LeaseLock("default", "lead", identity))
            .withLeaseDuration(Duration.ofSeconds(10))
            .withRenewDeadline(Duration.ofSeconds(8))
            .withRetryPeriod(Duration.ofMillis(200))
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    () -> leaders.add(identity), () -> leaders.remove(identity), onHolder))
            .build(),
        executor);
  }
}
