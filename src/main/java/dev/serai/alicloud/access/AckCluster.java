package dev.serai.alicloud.access;

import dev.serai.alicloud.api.CloudApi;
import dev.serai.alicloud.api.KmsSecrets;
import dev.serai.alicloud.auth.CredentialInference;
import dev.serai.alicloud.auth.CredentialMethod;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The ACK cluster that the settings mean. */
public final class AckCluster {

  private AckCluster() {}

  /**
   * Opens the access to it, by its ID or by a kubeconfig file.
   *
   * @throws InvalidSettingException when the settings name no cluster, or don't go together
   * @throws dev.serai.alicloud.api.CloudApiException when Alibaba Cloud gives no kubeconfig, for a
   *     permanent reason
   */
  public static ClusterCredentials open(Settings settings, Clock clock, MeterRegistry registry) {
    refuseBoth(settings);
    return settings
        .optionalPath(Setting.ALICLOUD_KUBECONFIG_PATH)
        .<ClusterCredentials>map(
            file ->
                new WatchedKubeconfig(file, clock, RenewalScheduler.start("kubeconfig"), registry))
        .orElseGet(() -> byId(settings, clock, registry));
  }

  /** The cluster's ID. */
  static String requireId(Settings settings) {
    return settings
        .optional(Setting.ALICLOUD_CLUSTER_ID)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "alicloud-cluster-id is not given; schedule-type alicloud-k8s needs it, or alicloud-kubeconfig-path"));
  }

  /** A file needs no credentials; they may be given for what is in KMS. */
  static void refuseBoth(Settings settings) {
    Optional<Setting> credentials = CredentialInference.firstExplicit(settings);
    if (credentials.isPresent()
        && settings.optional(Setting.ALICLOUD_KUBECONFIG_PATH).isPresent()
        && settings.optional(Setting.ALICLOUD_CLUSTER_ID).isEmpty()
        && !KmsSecrets.isNeeded(settings)) {
      throw new InvalidSettingException(
          "alicloud-kubeconfig-path (%s) and %s (%s) are two ways to the cluster; give one, or alicloud-cluster-id with the second"
              .formatted(
                  settings.origin(Setting.ALICLOUD_KUBECONFIG_PATH),
                  credentials.get().key(),
                  settings.origin(credentials.get())));
    }
  }

  private static ClusterCredentials byId(Settings settings, Clock clock, MeterRegistry registry) {
    String id = requireId(settings);
    CredentialMethod method = CredentialInference.of(settings).method();
    KubeconfigIssuer issuer = new AckIssuer(CloudApi.open(settings, method), settings, id, clock);
    RenewalScheduler timer = RenewalScheduler.start("kubeconfig");
    try {
      return new RenewedKubeconfig(
          "kubeconfig of ACK cluster " + id + " by " + method.label(),
          id,
          issuer,
          new RenewalTimes(() -> ThreadLocalRandom.current().nextDouble()),
          clock,
          timer,
          registry);
    } catch (RuntimeException e) {
      timer.close();
      issuer.close();
      throw e;
    }
  }
}
