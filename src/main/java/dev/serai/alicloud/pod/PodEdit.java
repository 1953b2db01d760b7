package dev.serai.alicloud.pod;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A planned pod that the settings of the section modify. */
final class PodEdit {

  private final Pod pod;

  PodEdit(Pod pod) {
    this.pod = pod;
  }

  PodSpec spec() {
    return pod.getSpec();
  }

  void label(String key, String value) {
    Map<String, String> labels = new HashMap<>(pod.getMetadata().getLabels());
    labels.put(key, value);
    pod.getMetadata().setLabels(labels);
  }

  void annotation(String key, Object value) {
    Map<String, String> annotations = new HashMap<>(pod.getMetadata().getAnnotations());
    annotations.put(key, value.toString());
    pod.getMetadata().setAnnotations(annotations);
  }

  /** Limits a resource that Kubernetes does not overcommit; its request defaults to the limit. */
  void limit(String resource, int amount) {
    ResourceRequirements resources = main().getResources();
    Map<String, Quantity> limits = new HashMap<>(resources.getLimits());
    limits.put(resource, new Quantity(String.valueOf(amount)));
    resources.setLimits(limits);
  }

  Container main() {
    return container(PodContract.MAIN_CONTAINER)
        .orElseThrow(() -> new IllegalStateException("a pod without its main container"));
  }

  Optional<Container> second() {
    return container(PodContract.SECOND_CONTAINER);
  }

  private Optional<Container> container(String name) {
    return spec().getContainers().stream().filter(c -> name.equals(c.getName())).findFirst();
  }
}
