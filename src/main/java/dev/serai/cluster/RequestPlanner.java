package dev.serai.cluster;

import dev.serai.instance.InstanceRequest;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.InstancePlanner;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Bean {@code requestPlanner}: plans the request of an exchange. */
public final class RequestPlanner {

  private final InstancePlanner planner;

  public RequestPlanner(InstancePlanner planner) {
    this.planner = Objects.requireNonNull(planner, "planner is null");
  }

  public InstancePlan plan(
      @Body InstanceRequest request, @Header(InstancePlanner.KEY_FIELD) String key) {
    return planner.plan(request, Optional.ofNullable(key));
  }
}
