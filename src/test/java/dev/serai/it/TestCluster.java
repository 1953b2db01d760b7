package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.server.RunningServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The real cluster that integration tests run on: KUBECONFIG says where it is, CLUSTER_SCRIPT is
 * the program that takes its API server away and back and hands out kubeconfigs of other users.
 */
public final class TestCluster {

  private TestCluster() {}

  static Path kubeconfig() {
    String file = System.getenv("KUBECONFIG");
    if (file == null || !Files.isReadable(Path.of(file))) {
      throw new IllegalStateException(
          "integration tests need a cluster: set KUBECONFIG to its kubeconfig");
    }
    return Path.of(file);
  }

  /** A client with all rights, beside the program under test. */
  public static KubernetesClient admin() {
    try {
      return new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig())))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A namespace of its own for a test; it must be deleted by {@link #deleteNamespace}. */
  public static String newNamespace(KubernetesClient admin) {
    String name = "serai-it-" + UUID.randomUUID().toString().substring(0, 8);
    admin
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    // without it the API server forbids pods, and without its token those that want one; the
    // controllers that make the two may be slow after an outage of the server
    Resource<ServiceAccount> account =
        admin
            .serviceAccounts()
            .inNamespace(name)
            .resource(
                new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName("default")
                    .endMetadata()
                    .withAutomountServiceAccountToken(false)
                    .build());
    try {
      account.create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      account.patch(
          PatchContext.of(PatchType.JSON_MERGE), "{\"automountServiceAccountToken\":false}");
    }
    await()
        .alias("a pod is admitted to the namespace")
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> admin.pods().inNamespace(name).resource(probe()).dryRun().create() != null);
    return name;
  }

  public static void deleteNamespace(KubernetesClient admin, String namespace) {
    admin.pods().inNamespace(namespace).withGracePeriod(0).delete();
    admin.namespaces().withName(namespace).delete();
  }

  /**
   * Waits until a pod has run. A scheduler and a kubelet may hear nothing for most of a minute
   * after the API server was away, and a kubelet may have hundreds of pods to tell of first.
   */
  static void awaitRoomForPods(KubernetesClient admin, String namespace) {
    PodResource probe = admin.pods().inNamespace(namespace).resource(probe());
    probe.create();
    await()
        .alias("a pod runs on the cluster")
        .atMost(Duration.ofMinutes(5))
        .until(() -> probe.get().getStatus().getPhase().equals("Succeeded"));
    probe.withGracePeriod(0).delete();
  }

  private static Pod probe() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("probe")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("busybox:latest")
        .withImagePullPolicy("IfNotPresent")
        .withCommand("true")
        .endContainer()
        .endSpec()
        .build();
  }

  /**
   * Writes an event of a pod, as any controller may, and waits until the instance is shown with it
   * and with whatever else the API server has of this pod. What scheduler and kubelet tell, and
   * when, is their own affair: behind hundreds of pods theirs come minutes late or not at all.
   */
  static void awaitEvents(
      KubernetesClient admin, String namespace, RunningServer server, String id) {
    Event written =
        new EventBuilder()
            .withNewMetadata()
            .withName(id + ".test")
            .endMetadata()
            .withNewInvolvedObject()
            .withKind("Pod")
            .withNamespace(namespace)
            .withName(id)
            .withUid(admin.pods().inNamespace(namespace).withName(id).get().getMetadata().getUid())
            .endInvolvedObject()
            .withType("Normal")
            .withReason("WrittenByTheTest")
            .withMessage("an event of this pod")
            .withLastTimestamp(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    admin.v1().events().inNamespace(namespace).resource(written).create();
    await()
        .alias("the events that the API server has of this pod")
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .get("/env-instance/" + id + "?events=true")
                            .data()
                            .path("events")
                            .findValuesAsText("reason"))
                    .contains(written.getReason())
                    .containsAll(eventReasons(admin, namespace, id)));
  }

  private static List<String> eventReasons(KubernetesClient admin, String namespace, String pod) {
    return admin
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", pod)
        .list()
        .getItems()
        .stream()
        .map(Event::getReason)
        .toList();
  }

  /**
   * Waits until the API server allows a user something, or no longer does: its authorizer reads
   * Roles by a watch.
   *
   * @param resource with its subresource, as Roles name it
   */
  static void awaitAccess(
      KubernetesClient admin,
      String namespace,
      String user,
      String verb,
      String resource,
      boolean allowed) {
    String[] parts = resource.split("/", 2);
    SubjectAccessReview question =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withVerb(verb)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : null)
            .endResourceAttributes()
            .endSpec()
            .build();
    await()
        .alias(user + " may " + verb + " " + resource + ": " + allowed)
        .until(
            () ->
                admin
                        .authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(question)
                        .getStatus()
                        .getAllowed()
                    == allowed);
  }

  static void stopApi() {
    run("stop-api");
  }

  static void startApi() {
    run("start-api");
  }

  /** The kubeconfig of a user who has no rights yet, in a file. */
  static Path kubeconfigOf(String user, Path folder) {
    Path file = folder.resolve(user + ".kubeconfig");
    try {
      Files.writeString(file, run("kubeconfig", user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A kubeconfig whose client certificate really expires. */
  static String kubeconfigOf(String user, String group, Duration life) {
    return run("kubeconfig", user, group, String.valueOf(life.toSeconds()));
  }

  /**
   * Flags for a server on this cluster, with the environments of the tests beside the shipped ones.
   */
  static Map<String, String> flags(String namespace, Path kubeconfig) {
    return Map.of(
        "schedule-type", "k8s", "kubeconfig", kubeconfig.toString(), "namespace", namespace);
  }

  private static String run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /**
   * Runs the script.
   *
   * @param variables that say which cluster is meant, if it is another than the tests' own
   */
  static String run(Map<String, String> variables, String... arguments) {
    String script = System.getenv().getOrDefault("CLUSTER_SCRIPT", "../shared/cluster/cluster");
    List<String> command = new java.util.ArrayList<>(List.of(script));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("cluster", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(variables);
      Process process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed");
      }
      String text = Files.readString(output);
      Files.delete(output);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
