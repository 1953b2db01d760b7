package dev.serai.server;

import dev.serai.alicloud.access.ClusterCredentials;
import dev.serai.alicloud.access.CredentialStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Reports from the first failed renewal on that a cluster's credentials will expire. While they are
 * valid this is a warning, and the server stays ready: taking it out of service would not help. The
 * same holds for one of several clusters without credentials: the others serve.
 */
final class CredentialHealth {

  private final Clock clock;
  private final boolean several;
  private final List<ClusterCredentials> watched = new CopyOnWriteArrayList<>();

  /**
   * @param several whether there is more than one cluster
   */
  CredentialHealth(Clock clock, boolean several) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.several = several;
  }

  void watch(ClusterCredentials credentials) {
    watched.add(credentials);
  }

  HealthCheck check() {
    return new Readiness("credentials", this::look);
  }

  private void look(HealthCheckResultBuilder result) {
    result.up();
    List<String> wrong = new ArrayList<>();
    for (ClusterCredentials credentials : watched) {
      CredentialStatus status = credentials.status();
      status.expires().ifPresent(end -> result.detail("expires", end.toString()));
      wrong(credentials.source(), status).ifPresent(wrong::add);
      if (!several && isExpired(status)) {
        result.down();
      }
    }
    if (!wrong.isEmpty()) {
      String message = String.join("; ", wrong);
      result.detail("warning", message).message(message);
    }
  }

  private boolean isExpired(CredentialStatus status) {
    return !status.present() || status.isExpired(clock.instant());
  }

  private Optional<String> wrong(String source, CredentialStatus status) {
    if (!status.present()) {
      return Optional.of("there is no " + source + " yet: " + status.failure().orElse(""));
    }
    Optional<String> notRenewed =
        status.failure().map(why -> "the " + source + " was not renewed: " + why);
    return status.isExpired(clock.instant())
        ? Optional.of("the " + source + " has expired" + notRenewed.map(w -> "; " + w).orElse(""))
        : notRenewed;
  }
}
