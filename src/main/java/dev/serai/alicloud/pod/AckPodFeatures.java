package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.JsonMergePatch;
import dev.serai.instance.InvalidSectionException;
import dev.serai.instance.Section;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.PodExtension;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * Applies the section {@code alicloud} to a pod: the request's fields override the environment's,
 * and those the cluster's.
 */
public final class AckPodFeatures implements PodExtension {

  private final AckDefaults defaults;

  public AckPodFeatures(AckDefaults defaults) {
    this.defaults = Objects.requireNonNull(defaults, "defaults is null");
  }

  @Override
  public void apply(Pod pod, InstancePlan plan) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    lay(Optional.of(defaults.section()), section);
    lay(plan.env().section(AckSettings.SECTION), section);
    lay(plan.request().section(AckSettings.SECTION), section);
    try {
      AckRules contradictions = new AckRules(section);
      contradictions.refuseConflicts();
      contradictions.refuseGaps();
      // limits that only the merged layers can exceed, such as the number of tags
      AckSettings.ALL.forEach(setting -> setting.in(section));
      PodEdit edit = new PodEdit(pod);
      AckSettings.ALL.forEach(setting -> setting.apply(section, edit));
    } catch (InvalidSectionException e) {
      throw e.refusal(AckSettings.SECTION);
    }
  }

  private static void lay(Optional<Section> section, ObjectNode over) {
    section.ifPresent(layer -> JsonMergePatch.apply(over, (ObjectNode) layer.value()));
  }
}
