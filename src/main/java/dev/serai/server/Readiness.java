package dev.serai.server;

import java.util.Map;
import java.util.Objects;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A readiness check, which does not affect liveness. */
final class Readiness extends AbstractHealthCheck {

  /** A check. */
  @FunctionalInterface
  interface Probe {

    /** Reports up or down, with details. */
    void look(HealthCheckResultBuilder result);
  }

  private final Probe probe;

  Readiness(String id, Probe probe) {
    super("serai", id);
    this.probe = Objects.requireNonNull(probe, "probe is null");
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return true;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    try {
      probe.look(result);
    } catch (RuntimeException e) {
      result.down().message(e.getMessage());
    }
  }
}
