package dev.serai.alicloud.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The metrics of the credentials of one cluster. */
final class CredentialMetrics {

  private final Counter renewals;
  private final Counter failures;

  /**
   * @param cluster its ID, or the file
   */
  CredentialMetrics(
      MeterRegistry registry, String cluster, Clock clock, Supplier<CredentialStatus> status) {
    renewals =
        Counter.builder("serai.alicloud.kubeconfig.renewals")
            .description("Kubeconfigs that took the place of an earlier one")
            .tag("cluster", cluster)
            .register(registry);
    failures =
        Counter.builder("serai.alicloud.kubeconfig.renewal.failures")
            .description("Tries to renew a kubeconfig that failed")
            .tag("cluster", cluster)
            .register(registry);
    Gauge.builder(
            "serai.cluster.credentials.expiry", () -> secondsLeft(status.get(), clock.instant()))
        .baseUnit("seconds")
        .description(
            "Time until the cluster's credentials expire; +Inf if they don't, 0 if there are none")
        .tag("cluster", cluster)
        .register(registry);
  }

  private static double secondsLeft(CredentialStatus status, Instant now) {
    if (!status.present()) {
      return 0;
    }
    return status
        .expires()
        .map(end -> Duration.between(now, end).toMillis() / 1000.0)
        .orElse(Double.POSITIVE_INFINITY);
  }

  void renewed() {
    renewals.increment();
  }

  void failed() {
    failures.increment();
  }
}
