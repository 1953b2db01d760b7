package dev.serai.server;

import dev.serai.alicloud.access.ClusterCredentials;
import dev.serai.alicloud.access.CredentialStatus;
import dev.serai.cluster.CredentialRenewal;
import io.fabric8.kubernetes.client.Config;
import java.util.Optional;
import java.util.function.Consumer;

/** The credentials of an ACK cluster, as its clients use them. */
record AckRenewal(ClusterCredentials credentials) implements CredentialRenewal {

  @Override
  public Config renew() {
    return credentials.renew();
  }

  @Override
  public Optional<String> missing() {
    CredentialStatus status = credentials.status();
    return status.present()
        ? Optional.empty()
        : Optional.of(
            "there is no "
                + credentials.source()
                + " yet: "
                + status.failure().orElse("it is being requested"));
  }

  @Override
  public void onRenewed(Consumer<Config> successor) {
    credentials.onRenewed(successor);
  }
}
