package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The fields of a pod that may change once it exists. */
final class PodUpdates {

  private PodUpdates() {}

  /**
   * @throws ApiStatusException 422
   */
  static void check(Pod before, Pod after) {
    FieldErrors errors = new FieldErrors();
    Long was = before.getSpec().getActiveDeadlineSeconds();
    Long is = after.getSpec().getActiveDeadlineSeconds();
    if (was != null && is == null) {
      errors.invalid(
          "spec.activeDeadlineSeconds",
          "null",
          "must not update from a positive integer to nil value");
    } else if (was != null && is > was) {
      errors.invalid(
          "spec.activeDeadlineSeconds", is, "must be less than or equal to previous value");
    } else if (!after.getSpec().getTolerations().containsAll(before.getSpec().getTolerations())) {
      errors.forbidden(
          "spec.tolerations",
          "existing toleration can not be modified except its tolerationSeconds");
    } else if (!frozen(before).equals(frozen(after))) {
      errors.forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,"
              + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or"
              + " `spec.tolerations` (only additions to existing tolerations)");
    }
    errors.refuse(Resource.PODS, after.getMetadata().getName());
  }

  private static JsonNode frozen(Pod pod) {
    ObjectNode spec = ObjectCodec.tree(pod.getSpec());
    spec.remove(List.of("activeDeadlineSeconds", "tolerations"));
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        ((ObjectNode) container).remove("image");
      }
    }
    return spec;
  }
}
