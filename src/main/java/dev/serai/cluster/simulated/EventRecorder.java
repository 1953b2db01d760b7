package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** Records events of pods, worded as a scheduler and a kubelet word them; keeps the newest. */
final class EventRecorder {

  private static final int KEPT = 20_000;

  private final ObjectStore store;
  private final Clock clock;
  private final Deque<String[]> order = new ArrayDeque<>();
  private long count;

  EventRecorder(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void normal(Pod pod, String reason, String message) {
    record(pod, "Normal", reason, message);
  }

  void warning(Pod pod, String reason, String message) {
    record(pod, "Warning", reason, message);
  }

  private void record(Pod pod, String type, String reason, String message) {
    var about = pod.getMetadata();
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String component =
        reason.endsWith("cheduled") || reason.endsWith("cheduling")
            ? "default-scheduler"
            : "kubelet";
    String name = about.getName() + "." + Long.toHexString(0x1000_0000L + count++);
    store.put(
        Resource.EVENTS,
        new EventBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(about.getNamespace())
            .withUid(UUID.randomUUID().toString())
            .withCreationTimestamp(now)
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(about.getName())
            .withNamespace(about.getNamespace())
            .withUid(about.getUid())
            .withResourceVersion(about.getResourceVersion())
            .endInvolvedObject()
            .withNewSource()
            .withComponent(component)
            .withHost("kubelet".equals(component) ? PodStatuses.NODE : null)
            .endSource()
            .withType(type)
            .withReason(reason)
            .withMessage(message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withReportingComponent(component)
            .build());
    order.addLast(new String[] {about.getNamespace(), name});
    if (order.size() > KEPT) {
      String[] oldest = order.removeFirst();
      store.find(Resource.EVENTS, oldest[0], oldest[1]).ifPresent(store::remove);
    }
  }
}
