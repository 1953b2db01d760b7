package dev.serai.alicloud.access;

import dev.serai.alicloud.api.CallerIdentity;
import dev.serai.alicloud.api.CloudApi;
import dev.serai.alicloud.api.CloudApiException;
import dev.serai.alicloud.api.ClusterDetail;
import dev.serai.alicloud.api.KmsSecrets;
import dev.serai.alicloud.auth.CredentialInference;
import dev.serai.alicloud.auth.CredentialMethod.Chosen;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Walks the whole way from the settings to a pod, and says where it ends and what to do. */
public final class AccessCheck {

  private static final String METHOD = "method";
  private static final String CREDENTIALS = "credentials";
  private static final String IDENTITY = "identity";
  private static final String SECRETS = "KMS secrets";
  private static final String CLUSTER = "cluster";

  private final Settings settings;
  private final Clock clock;
  private final List<CheckStep> steps = new ArrayList<>();

  private AccessCheck(Settings settings, Clock clock) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  public static List<CheckStep> of(Settings settings, Clock clock) {
    AccessCheck check = new AccessCheck(settings, clock);
    check.run();
    return List.copyOf(check.steps);
  }

  private void run() {
    Optional<Path> file = settings.optionalPath(Setting.ALICLOUD_KUBECONFIG_PATH);
    if (file.isPresent()) {
      ofFile(file.get());
    } else {
      ofCloud();
    }
  }

  private void ofFile(Path file) {
    Optional<Kubeconfig> kubeconfig =
        attempt(
            METHOD,
            () -> {
              AckCluster.refuseBoth(settings);
              Kubeconfig read = WatchedKubeconfig.read(file, clock.instant());
              steps.add(
                  CheckStep.good(
                      METHOD,
                      "kubeconfig file "
                          + file
                          + ", because alicloud-kubeconfig-path is given ("
                          + settings.origin(Setting.ALICLOUD_KUBECONFIG_PATH)
                          + ")"));
              return read;
            });
    if (KmsSecrets.isNeeded(settings)) {
      secrets();
    }
    cluster(kubeconfig);
  }

  private void ofCloud() {
    Optional<Chosen> chosen =
        attempt(
            METHOD,
            () -> {
              AckCluster.requireId(settings);
              Chosen method = CredentialInference.of(settings);
              steps.add(
                  CheckStep.good(
                      METHOD, method.method().label() + ", because " + method.because()));
              return method;
            });
    Optional<CloudApi> api =
        chosen.flatMap(
            method -> attempt(CREDENTIALS, () -> CloudApi.open(settings, method.method())));
    if (api.isEmpty()) {
      steps.add(CheckStep.skipped(CLUSTER, chosen.isEmpty() ? METHOD : CREDENTIALS));
      return;
    }
    try (CloudApi cloud = api.get()) {
      if (!credentials(cloud)) {
        steps.add(CheckStep.skipped(IDENTITY, CREDENTIALS));
        without(CREDENTIALS);
        return;
      }
      if (!identity(cloud)) {
        without(IDENTITY);
        return;
      }
      if (KmsSecrets.isNeeded(settings)) {
        secrets();
      }
      detail(cloud);
      cluster(
          attempt(
              ClusterCheck.KUBECONFIG,
              () -> new AckIssuer(cloud, settings, AckCluster.requireId(settings), clock).issue()));
    }
  }

  /** The next steps would fail for the same reason. */
  private void without(String step) {
    steps.add(CheckStep.skipped(CLUSTER, step));
    steps.add(CheckStep.skipped(ClusterCheck.KUBECONFIG, step));
    cluster(Optional.empty());
  }

  private boolean credentials(CloudApi cloud) {
    return attempt(
            CREDENTIALS,
            () -> {
              String until =
                  cloud
                      .credentialsExpiry()
                      .map(end -> "valid until " + end)
                      .orElse("of no known end");
              steps.add(CheckStep.good(CREDENTIALS, until));
              return until;
            })
        .isPresent();
  }

  /** False when the credentials are not accepted; STS alone may be out of reach. */
  private boolean identity(CloudApi cloud) {
    try {
      CallerIdentity caller = cloud.callerIdentity();
      steps.add(CheckStep.good(IDENTITY, caller.arn() + " (" + caller.type() + ")"));
    } catch (CloudApiException e) {
      steps.add(CheckStep.failed(IDENTITY, e.getMessage(), e.hint()));
      return !e.isOfCredentials();
    } catch (InvalidSettingException e) {
      steps.add(CheckStep.failed(IDENTITY, e.getMessage(), "correct the setting"));
    }
    return true;
  }

  private void secrets() {
    attempt(
        SECRETS,
        () -> {
          Settings resolved = KmsSecrets.resolve(settings);
          steps.add(CheckStep.good(SECRETS, "all references can be read"));
          return resolved;
        });
  }

  private void detail(CloudApi cloud) {
    attempt(
        CLUSTER,
        () -> {
          ClusterDetail detail = cloud.clusterDetail(AckCluster.requireId(settings));
          steps.add(step(detail));
          return detail;
        });
  }

  private static CheckStep step(ClusterDetail detail) {
    String found =
        "%s (%s, %s), state %s, version %s, public address %s, private address %s"
            .formatted(
                detail.name(),
                detail.type(),
                detail.region(),
                detail.state(),
                detail.version(),
                detail.publicEndpoint().orElse("none"),
                detail.privateEndpoint().orElse("none"));
    return detail.state().equals("running")
        ? CheckStep.good(CLUSTER, found)
        : CheckStep.failed(CLUSTER, found, "look at the cluster's state in the ACK console");
  }

  private void cluster(Optional<Kubeconfig> kubeconfig) {
    if (kubeconfig.isEmpty()) {
      steps.add(CheckStep.skipped(ClusterCheck.API_SERVER, ClusterCheck.KUBECONFIG));
      steps.add(CheckStep.skipped(ClusterCheck.ACCESS, ClusterCheck.KUBECONFIG));
      return;
    }
    steps.addAll(new ClusterCheck(clock, settings.text(Setting.NAMESPACE)).of(kubeconfig.get()));
  }

  /** The result of the call, or a failed step. */
  private <T> Optional<T> attempt(String name, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (CloudApiException e) {
      steps.add(CheckStep.failed(name, e.getMessage(), e.hint()));
    } catch (InvalidSettingException e) {
      steps.add(CheckStep.failed(name, e.getMessage(), "correct the setting"));
    } catch (IllegalStateException e) {
      steps.add(CheckStep.failed(name, e.getMessage(), "check the file"));
    }
    return Optional.empty();
  }
}
