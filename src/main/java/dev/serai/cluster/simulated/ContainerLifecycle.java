package dev.serai.cluster.simulated;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lifecycle of a pod's containers, as far as the pod's status does not have it. */
final class ContainerLifecycle {

  final String namespace;
  final String name;
  final String uid;
  final Set<Runnable> followers = new LinkedHashSet<>();

  Optional<Long> step = Optional.empty();
  Optional<Long> deadline = Optional.empty();
  long scheduledNanos;
  boolean started;
  Instant startedAt = Instant.EPOCH;
  long startedNanos;
  boolean ended;
  private long endedNanos;

  ContainerLifecycle(String namespace, String name, String uid) {
    this.namespace = namespace;
    this.name = name;
    this.uid = uid;
  }

  void end(long nanos) {
    if (!ended) {
      ended = true;
      endedNanos = nanos;
      List.copyOf(followers).forEach(Runnable::run);
      followers.clear();
    }
  }

  /** For how long its containers have run, or ran. */
  long ranNanos() {
    if (!started) {
      return 0;
    }
    return (ended ? endedNanos : System.nanoTime()) - startedNanos;
  }
}
