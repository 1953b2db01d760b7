package dev.serai.cluster;

import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Component {@code instances}: a route that starts with {@code instances:changes} gets every change
 * of an instance's state, beginning with the state that each one has when the route starts. The
 * body is a list of {@link InstanceChange}: those of a moment, in their order.
 */
public final class InstancesComponent extends DefaultComponent {

  private final PodCache cache;
  private final InstanceView view;

  public InstancesComponent(PodCache cache, InstanceView view) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.view = Objects.requireNonNull(view, "view is null");
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    if (!remaining.equals("changes")) {
      throw new IllegalArgumentException(
          "instances:" + remaining + " is unknown; there is instances:changes");
    }
    return new InstancesEndpoint(uri, this, cache, view);
  }
}
