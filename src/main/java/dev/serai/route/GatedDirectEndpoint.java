package dev.serai.route;

import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectEndpoint;

/** A {@code direct:} endpoint whose producers enter the gate of its route. */
final class GatedDirectEndpoint extends DirectEndpoint {

  private final GatedDirectComponent component;
  private final String key;

  GatedDirectEndpoint(String uri, GatedDirectComponent component) {
    super(uri, component);
    this.component = component;
    int query = uri.indexOf('?');
    this.key = query < 0 ? uri : uri.substring(0, query);
  }

  /** The key of the route in the component. */
  String key() {
    return key;
  }

  DirectGate gate() {
    return component.gate(key);
  }

  @Override
  public Producer createProducer() {
    return new GatedDirectProducer(this, component);
  }
}
