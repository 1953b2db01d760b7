package dev.serai.it;

import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The states of all pods of a namespace, as somebody sees them whose credentials last: what the
 * program under test has to tell as well.
 */
final class SeenStates implements ResourceEventHandler<Pod>, AutoCloseable {

  private final PodReader reader =
      new PodReader(
          Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(24));
  private final Map<String, List<String>> states = new ConcurrentHashMap<>();
  private final Set<String> gone = new CopyOnWriteArraySet<>();
  private final SharedIndexInformer<Pod> informer;

  SeenStates(KubernetesClient admin, String namespace) {
    informer = admin.pods().inNamespace(namespace).inform(this);
  }

  /** By pod, each state once. */
  Map<String, List<String>> states() {
    return Map.copyOf(states);
  }

  boolean isGone(String pod) {
    return gone.contains(pod);
  }

  @Override
  public void onAdd(Pod pod) {
    List<String> seen =
        states.computeIfAbsent(pod.getMetadata().getName(), any -> new CopyOnWriteArrayList<>());
    String state = reader.status(pod).state().wire();
    if (!seen.contains(state)) {
      seen.add(state);
    }
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    onAdd(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    gone.add(pod.getMetadata().getName());
  }

  @Override
  public void close() {
    informer.close();
  }
}
