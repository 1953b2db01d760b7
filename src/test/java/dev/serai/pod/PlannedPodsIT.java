package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.InstanceState;
import dev.serai.instance.Ttl;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The environments that ship, as a real cluster admits and runs them. Reads KUBECONFIG. */
class PlannedPodsIT {

  private static final String NAMESPACE = "default";
  private static final String MARK = "serai-test";

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final FolderEnvCatalogue environments =
      FolderEnvCatalogue.open(Path.of("config/environments"));
  private final PodTemplates templates = PodTemplates.open(Path.of("config/pod-templates"));
  private final InstancePlanner planner =
      new InstancePlanner(
          environments, Ttl.of(Duration.ofHours(1)), Clock.systemUTC(), new SecureRandom());
  private final PodReader reader =
      new PodReader(
          Clock.systemUTC(), Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofHours(1));

  @AfterEach
  void cleanUp() {
    client.pods().inNamespace(NAMESPACE).withLabel(MARK).withGracePeriod(0).delete();
    environments.close();
    templates.close();
    client.close();
  }

  @Test
  void helloPrintsWhatItWasGivenUnaltered() {
    InstanceRequest request =
        new InstanceRequest(
            new EnvRef("hello", "1.0.0"),
            "",
            Optional.of(Ttl.parse("ttl", "5m")),
            Map.of("B", "two words", "A", "cost $5 $(B) $$"),
            List.of("first", "a b", "$(A)", "-x"),
            "a@b.com",
            Map.of("k y/z", "Ünï"));

    String id = create(request);
    EnvInstance instance = await(id, InstanceState.TERMINATED);

    assertThat(instance.status().exitCode()).hasValue(0);
    assertThat(instance.owner()).isEqualTo("a@b.com");
    assertThat(instance.labels()).isEqualTo(request.labels());
    assertThat(instance.ttl()).isEqualTo("5m");
    assertThat(pod(id).inContainer("main").getLog())
        .isEqualTo("hello\nfirst\na b\n$(A)\n-x\nA=cost $5 $(B) $$\nB=two words\n");
  }

  @Test
  void failFailsWithItsExitCode() {
    EnvInstance instance = await(create(of("fail", "")), InstanceState.FAILED);

    assertThat(instance.status().reason()).isEqualTo("Error");
    assertThat(instance.status().message()).isEqualTo("exit code 3");
    assertThat(instance.status().exitCode()).hasValue(3);
  }

  @Test
  void demoRunsAndEndsPromptlyWhenItIsDeleted() {
    String id = create(of("demo", ""));
    EnvInstance instance = await(id, InstanceState.RUNNING);
    assertThat(instance.ip()).isNotEmpty();
    assertThat(pod(id).get().getSpec().getVolumes()).as("no service account token").isEmpty();

    ByteArrayOutputStream log = new ByteArrayOutputStream();
    LogWatch watch = pod(id).inContainer("main").watchLog(log);
    Awaitility.await().until(() -> log.toString(StandardCharsets.UTF_8).contains("demo runs"));
    pod(id).delete();
    assertThat(reader.read(pod(id).get()).status().reason()).isEqualTo("Deleted");
    // a shell that is killed at the end of its grace never says so
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> log.toString(StandardCharsets.UTF_8).endsWith("demo ends\n"));
    watch.close();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pod(id).get() == null);
  }

  @Test
  void dualRunsWithAndWithoutADatasource() {
    for (String datasource : List.of("", "latest")) {
      String id = create(of("dual", datasource));
      await(id, InstanceState.RUNNING);
      // a container runs before it has written anything
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(pod(id).inContainer("second").getLog()).isEqualTo("second runs\n"));
    }
  }

  @Test
  void anImageThatDoesNotExistFailsWithItsReasonAfterTheGrace() {
    String id = create(of("dual", "no-such-tag"));
    EnvInstance instance = await(id, InstanceState.FAILED);
    assertThat(instance.status().reason()).isIn("ErrImagePull", "ImagePullBackOff");
    assertThat(reader.isNewlyStuck(pod(id).get())).isTrue();
  }

  private static InstanceRequest of(String name, String datasource) {
    return new InstanceRequest(
        new EnvRef(name, "1.0.0"), datasource, Optional.empty(), Map.of(), List.of(), "", Map.of());
  }

  private String create(InstanceRequest request) {
    InstancePlan plan = planner.plan(request, Optional.empty());
    Pod planned = new PodPlanner(false).toPod(plan, templates.require(plan.env()));
    planned.getMetadata().getLabels().put(MARK, "planned");
    Pod created = client.pods().inNamespace(NAMESPACE).resource(planned).create();
    assertThat(PodMatch.of(created, plan)).isEqualTo(PodMatch.SAME_REQUEST);
    return plan.id();
  }

  private EnvInstance await(String id, InstanceState state) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> reader.read(pod(id).get()), instance -> instance.status().state() == state);
  }

  private PodResource pod(String id) {
    return client.pods().inNamespace(NAMESPACE).withName(id);
  }
}
