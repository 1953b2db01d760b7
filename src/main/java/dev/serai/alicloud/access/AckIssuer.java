package dev.serai.alicloud.access;

import dev.serai.alicloud.api.CloudApi;
import dev.serai.alicloud.api.CloudApiException;
import dev.serai.alicloud.api.IssuedKubeconfig;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.fabric8.kubernetes.client.Config;
import java.time.Clock;
import java.util.Objects;

/** ACK, which gives out kubeconfigs of one cluster to those whom RAM lets. */
record AckIssuer(CloudApi api, Settings settings, String clusterId, Clock clock)
    implements KubeconfigIssuer {

  AckIssuer {
    Objects.requireNonNull(api, "api is null");
    Objects.requireNonNull(settings, "settings is null");
    Objects.requireNonNull(clusterId, "clusterId is null");
    Objects.requireNonNull(clock, "clock is null");
  }

  @Override
  public Kubeconfig issue() {
    IssuedKubeconfig issued =
        api.kubeconfig(
            clusterId,
            settings.flag(Setting.ALICLOUD_PRIVATE_ENDPOINT),
            settings.duration(Setting.ALICLOUD_KUBECONFIG_DURATION));
    return Kubeconfig.of(parse(issued.text()), clock.instant(), issued.expiration());
  }

  private Config parse(String text) {
    try {
      return Config.fromKubeconfig(text);
    } catch (RuntimeException e) {
      // the parser's message may quote the text, which holds a key
      throw new CloudApiException(
          "read the kubeconfig of cluster " + clusterId,
          "Malformed",
          "the answer of ACK is not a kubeconfig",
          "look at the cluster's connection information in the ACK console");
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
