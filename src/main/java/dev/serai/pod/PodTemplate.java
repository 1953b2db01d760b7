package dev.serai.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Objects;

/**
 * A whole Pod manifest that instances are made from.
 *
 * @param name the name of its file without the ending
 */
public record PodTemplate(String name, Pod manifest) {

  public PodTemplate {
    Objects.requireNonNull(name, "name is null");
    manifest = new PodBuilder(manifest).build();
  }

  /** A copy, since fabric8's model is mutable. */
  @Override
  public Pod manifest() {
    return new PodBuilder(manifest).build();
  }

  public boolean hasContainer(String container) {
    return manifest.getSpec().getContainers().stream()
        .map(Container::getName)
        .anyMatch(container::equals);
  }

  @Override
  public String toString() {
    return "PodTemplate[" + name + "]";
  }
}
