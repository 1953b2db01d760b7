package dev.serai.route;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready while a loaded set of routes runs. A broken file on disk is shown in the details and does
 * not affect readiness, since the previously loaded routes still run.
 */
public final class RoutesHealthCheck extends AbstractHealthCheck {

  private final Supplier<RoutesStatus> status;

  public RoutesHealthCheck(Supplier<RoutesStatus> status) {
    super("serai", "serai-routes");
    this.status = Objects.requireNonNull(status, "status is null");
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    RoutesStatus now = status.get();
    List<String> down = now.down();
    List<Finding> problems = now.problems();
    problems.forEach(problem -> builder.detail(problem.file().toString(), problem.toString()));
    if (!now.loaded()) {
      builder.message("no routes are loaded").down();
    } else if (!down.isEmpty()) {
      builder.message("routes that should run are stopped: " + String.join(", ", down)).down();
    } else if (!problems.isEmpty()) {
      builder.message("not loaded, the previous version stays in use: " + problems.get(0));
      builder.detail("state", "DEGRADED").up();
    } else {
      builder.detail("state", "LOADED").up();
    }
  }
}
