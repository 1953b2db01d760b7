package dev.serai.it;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which pods there were for each attempt, as a watch beside the program under test tells. */
final class AttemptWatch implements ResourceEventHandler<Pod>, AutoCloseable {

  private final Map<String, Set<String>> there = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> ever = new ConcurrentHashMap<>();
  private final Set<String> twice = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<Pod> informer;

  AttemptWatch(KubernetesClient client, String namespace) {
    informer = client.pods().inNamespace(namespace).withLabel(PodContract.BATCH).inform(this);
  }

  /** How many pods each attempt has had. */
  Map<String, Set<String>> ever() {
    return ever;
  }

  /** The attempts that had two pods at one time. */
  Set<String> twice() {
    return twice;
  }

  @Override
  public void onAdd(Pod pod) {
    see(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    if (!before.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
      // the watch was away, and a pod of the same name has come after this one
      onDelete(before, true);
    }
    see(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    there.computeIfPresent(
        attempt(pod),
        (any, pods) -> {
          pods.remove(pod.getMetadata().getUid());
          return pods;
        });
  }

  private void see(Pod pod) {
    String uid = pod.getMetadata().getUid();
    ever.computeIfAbsent(attempt(pod), any -> ConcurrentHashMap.newKeySet()).add(uid);
    Set<String> now = there.computeIfAbsent(attempt(pod), any -> ConcurrentHashMap.newKeySet());
    now.add(uid);
    if (now.size() > 1) {
      twice.add(attempt(pod));
    }
  }

  private static String attempt(Pod pod) {
    return pod.getMetadata().getAnnotations().get(PodContract.ATTEMPT);
  }

  @Override
  public void close() {
    informer.close();
  }
}
