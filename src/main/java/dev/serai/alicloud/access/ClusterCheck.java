package dev.serai.alicloud.access;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The steps of the check that a kubeconfig is enough for. */
final class ClusterCheck {

  static final String KUBECONFIG = "kubeconfig";
  static final String API_SERVER = "API server";
  static final String ACCESS = "access";

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Clock clock;
  private final String namespace;

  /**
   * @param namespace empty for the kubeconfig's own
   */
  ClusterCheck(Clock clock, String namespace) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.namespace = Objects.requireNonNull(namespace, "namespace is null");
  }

  List<CheckStep> of(Kubeconfig kubeconfig) {
    List<CheckStep> steps = new ArrayList<>();
    CheckStep expiry = expiry(kubeconfig);
    steps.add(expiry);
    if (expiry.outcome() == CheckStep.Outcome.FAILED) {
      steps.add(CheckStep.skipped(API_SERVER, KUBECONFIG));
      steps.add(CheckStep.skipped(ACCESS, KUBECONFIG));
      return steps;
    }
    Config config =
        new ConfigBuilder(kubeconfig.content())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(TIMEOUT_MILLIS)
            .withConnectionTimeout(TIMEOUT_MILLIS)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      steps.add(
          CheckStep.good(
              API_SERVER,
              config.getMasterUrl()
                  + ", version "
                  + client.getKubernetesVersion().getGitVersion()));
      steps.addAll(access(client));
    } catch (KubernetesClientException e) {
      steps.add(unreachable(config, e));
    }
    if (steps.size() < 3) {
      steps.add(CheckStep.skipped(ACCESS, API_SERVER));
    }
    return steps;
  }

  private CheckStep expiry(Kubeconfig kubeconfig) {
    Instant now = clock.instant();
    if (kubeconfig.expires().filter(end -> !end.isAfter(now)).isPresent()) {
      return CheckStep.failed(
          KUBECONFIG,
          "it has expired at " + kubeconfig.expires().get(),
          "check this computer's clock, and get a new kubeconfig");
    }
    return CheckStep.good(
        KUBECONFIG,
        kubeconfig
            .expires()
            .map(
                end ->
                    "valid until %s (%d min)"
                        .formatted(end, Duration.between(now, end).toMinutes()))
            .orElse("it names no end"));
  }

  /** One step for each resource. */
  private List<CheckStep> access(KubernetesClient client) {
    String where =
        !namespace.isEmpty()
            ? namespace
            : client.getNamespace() == null ? "default" : client.getNamespace();
    List<RequiredPermission> missing = new AccessReviews(client, where).missing();
    Map<String, List<RequiredPermission>> byResource = new LinkedHashMap<>();
    RequiredPermission.all()
        .forEach(
            needed ->
                byResource
                    .computeIfAbsent(needed.resourceName(), name -> new ArrayList<>())
                    .add(needed));
    List<CheckStep> steps = new ArrayList<>();
    byResource.forEach(
        (resource, needed) -> {
          String name = ACCESS + " to " + resource;
          List<String> refused =
              needed.stream().filter(missing::contains).map(RequiredPermission::verb).toList();
          steps.add(
              refused.isEmpty()
                  ? CheckStep.good(name, "may " + verbs(needed) + " in namespace " + where)
                  : CheckStep.failed(
                      name,
                      "may not " + String.join(", ", refused) + " in namespace " + where,
                      "bind the Role of deploy/rbac.yaml to this user, or grant it in the ACK console"));
        });
    return steps;
  }

  private static String verbs(List<RequiredPermission> needed) {
    return String.join(", ", needed.stream().map(RequiredPermission::verb).toList());
  }

  private static CheckStep unreachable(Config config, KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case 401 ->
          CheckStep.failed(
              API_SERVER,
              config.getMasterUrl() + " rejects the kubeconfig's user (401)",
              "check the clock, and that the kubeconfig was not revoked");
      case 403 ->
          CheckStep.failed(
              API_SERVER,
              config.getMasterUrl() + " forbids to ask for its version or for access (403)",
              "grant the user permissions in the ACK console (Authorizations)");
      default ->
          CheckStep.failed(
              API_SERVER,
              config.getMasterUrl() + " can't be reached",
              "from outside its VPC the API server needs a public address (EIP); from inside, or by VPN, use alicloud-private-endpoint=true");
    };
  }
}
