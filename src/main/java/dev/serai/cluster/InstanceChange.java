package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
import java.time.Instant;
import java.util.Objects;

/**
 * An instance has come into a state.
 *
 * @param at when it was seen to
 */
public record InstanceChange(EnvInstance instance, Instant at) {

  public InstanceChange {
    Objects.requireNonNull(instance, "instance is null");
    Objects.requireNonNull(at, "at is null");
  }

  /**
   * The same for the same instance and state, whoever tells it and how often: receivers know
   * repeats by it.
   */
  public String id() {
    return instance.uid() + "-" + instance.status().state().wire();
  }
}
