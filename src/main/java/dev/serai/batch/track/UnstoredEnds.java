package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pods that were seen to have ended, and whose end could not be stored yet, as when their node does
 * not give their logs: should they be deleted before the next try, it is known still how they
 * ended.
 */
public final class UnstoredEnds {

  private final Map<AttemptRef, Pod> pods = new ConcurrentHashMap<>();

  void add(AttemptRef ref, Pod pod) {
    pods.put(ref, pod);
  }

  Optional<Pod> of(AttemptRef ref) {
    return Optional.ofNullable(pods.get(ref));
  }

  /** Forgets those that do not go on. */
  void retain(Set<AttemptRef> goOn) {
    pods.keySet().retainAll(goOn);
  }
}
