package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The fields that the API server lets a field selector name, by resource. */
final class SelectableFields {

  private static final Set<String> METADATA = Set.of("metadata.name", "metadata.namespace");
  private static final Map<Resource, Set<String>> NAMES =
      Map.of(
          Resource.PODS,
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "status.phase",
              "status.podIP"),
          Resource.EVENTS,
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "reason",
              "type",
              "source"),
          Resource.LEASES,
          Set.of());

  private SelectableFields() {}

  static boolean known(Resource resource, String field) {
    return METADATA.contains(field) || NAMES.get(resource).contains(field);
  }

  static Map<String, String> of(HasMetadata object) {
    Map<String, String> fields = new HashMap<>();
    put(fields, "metadata.name", object.getMetadata().getName());
    put(fields, "metadata.namespace", object.getMetadata().getNamespace());
    if (object instanceof Pod pod) {
      put(fields, "spec.nodeName", pod.getSpec().getNodeName());
      put(fields, "spec.restartPolicy", pod.getSpec().getRestartPolicy());
      put(fields, "spec.schedulerName", pod.getSpec().getSchedulerName());
      put(fields, "spec.serviceAccountName", pod.getSpec().getServiceAccountName());
      put(fields, "status.phase", pod.getStatus().getPhase());
      put(fields, "status.podIP", pod.getStatus().getPodIP());
    } else if (object instanceof Event event) {
      put(fields, "involvedObject.kind", event.getInvolvedObject().getKind());
      put(fields, "involvedObject.namespace", event.getInvolvedObject().getNamespace());
      put(fields, "involvedObject.name", event.getInvolvedObject().getName());
      put(fields, "involvedObject.uid", event.getInvolvedObject().getUid());
      put(fields, "involvedObject.apiVersion", event.getInvolvedObject().getApiVersion());
      put(fields, "reason", event.getReason());
      put(fields, "type", event.getType());
      put(fields, "source", event.getSource().getComponent());
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
