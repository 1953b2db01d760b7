package dev.serai.http;

import dev.serai.cluster.InstanceChange;
import java.util.Locale;
import java.util.Objects;
import org.apache.camel.Body;

/**
 * Bean {@code cloudEvents}: a change of state as a {@link CloudEvent}. Type {@code
 * dev.serai.instance.<state>}, subject the instance's id, data as in a list of instances.
 */
public final class CloudEvents {

  private final InstanceJson instances;

  public CloudEvents(InstanceJson instances) {
    this.instances = Objects.requireNonNull(instances, "instances is null");
  }

  public String json(@Body InstanceChange change) {
    String state = change.instance().status().state().wire();
    return new CloudEvent(
            change.id(),
            "/serai/env-instance",
            "dev.serai.instance." + state.toLowerCase(Locale.ROOT),
            change.instance().id(),
            change.at(),
            instances.row(change.instance()))
        .json();
  }
}
