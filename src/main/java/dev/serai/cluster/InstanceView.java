package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * Instances as they are read from the cache, plus what this program knows before the watch delivers
 * it.
 */
public final class InstanceView {

  private final PodCache cache;
  private final PodReader reader;

  public InstanceView(PodCache cache, PodReader reader) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.reader = Objects.requireNonNull(reader, "reader is null");
  }

  /** The instance of a pod. */
  public EnvInstance of(Pod pod) {
    return reader.read(pod, cache.isBeingDeleted(pod));
  }

  /** The state alone, which takes a fraction of the time. */
  public InstanceState state(Pod pod) {
    return reader.status(pod, cache.isBeingDeleted(pod)).state();
  }

  public Optional<EnvInstance> find(String id) {
    return cache.find(id).map(this::of);
  }

  /** The environment of an instance that the cache knows. */
  public Optional<EnvRef> env(String id) {
    return cache.find(id).map(reader::env);
  }

  /** Whether the instance of a pod is in the state, or has ended and can't come into it. */
  public boolean hasReached(Pod pod, InstanceState state) {
    InstanceState now = state(pod);
    return now == state || now.isFinal();
  }

  /** The same instance after its deletion. */
  static EnvInstance deleted(EnvInstance instance) {
    return instance.withStatus(
        InstanceStatus.of(InstanceState.TERMINATED, "Deleted", "the instance was deleted"));
  }
}
