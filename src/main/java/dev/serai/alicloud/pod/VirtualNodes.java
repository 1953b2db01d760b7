package dev.serai.alicloud.pod;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTermBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.ArrayList;
import java.util.List;

/** The ways a pod may stand to ACK's virtual nodes, added to what its template says. */
final class VirtualNodes {

  private static final int STRONGEST = 100;

  private VirtualNodes() {}

  static void tolerate(PodEdit pod) {
    pod.spec()
        .getTolerations()
        .add(
            new TolerationBuilder()
                .withKey(AckKeys.VIRTUAL_NODE_TAINT)
                .withOperator("Equal")
                .withValue(AckKeys.VIRTUAL_NODE_PROVIDER)
                .withEffect("NoSchedule")
                .build());
  }

  static void require(PodEdit pod) {
    required(pod, "In");
  }

  static void forbid(PodEdit pod) {
    required(pod, "NotIn");
  }

  static void prefer(PodEdit pod) {
    preferred(pod, "In");
  }

  static void avoid(PodEdit pod) {
    preferred(pod, "NotIn");
  }

  /** Terms are alternatives, so each of the template's gets the requirement. */
  private static void required(PodEdit pod, String operator) {
    NodeAffinity affinity = affinity(pod.spec());
    NodeSelector selector = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
    if (selector == null) {
      selector = new NodeSelector(new ArrayList<>(List.of(new NodeSelectorTerm())));
      affinity.setRequiredDuringSchedulingIgnoredDuringExecution(selector);
    }
    selector
        .getNodeSelectorTerms()
        .forEach(term -> term.getMatchExpressions().add(virtual(operator)));
  }

  private static void preferred(PodEdit pod, String operator) {
    affinity(pod.spec())
        .getPreferredDuringSchedulingIgnoredDuringExecution()
        .add(
            new PreferredSchedulingTermBuilder()
                .withWeight(STRONGEST)
                .withNewPreference()
                .withMatchExpressions(virtual(operator))
                .endPreference()
                .build());
  }

  private static NodeSelectorRequirement virtual(String operator) {
    return new NodeSelectorRequirement(AckKeys.NODE_TYPE, operator, List.of(AckKeys.VIRTUAL_NODE));
  }

  private static NodeAffinity affinity(PodSpec spec) {
    if (spec.getAffinity() == null) {
      spec.setAffinity(new Affinity());
    }
    if (spec.getAffinity().getNodeAffinity() == null) {
      spec.getAffinity().setNodeAffinity(new NodeAffinity());
    }
    return spec.getAffinity().getNodeAffinity();
  }
}
