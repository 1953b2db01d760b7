package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
import java.time.Instant;
import java.util.Objects;

/**
 * An instance has entered a state.
 *
 * @param at when that was observed
 */
public record InstanceChange(EnvInstance instance, Instant at) {

  public InstanceChange {
    Objects.requireNonNull(instance, "instance is null");
    Objects.requireNonNull(at, "at is null");
  }

  /**
   * The same for the same instance and state, whichever replica publishes it and however often:
   * receivers detect repeats by it.
   */
  public String id() {
    return instance.uid() + "-" + instance.status().state().wire();
  }
}
