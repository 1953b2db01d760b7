package dev.serai.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cluster.Cluster;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Section;
import dev.serai.pod.InstancePlan;
import java.util.Optional;

/**
 * Restricts the clusters that an instance may run on.
 *
 * @param cluster the only one it may run on
 * @param region the only one it may run in
 */
record PlacementConstraint(Optional<String> cluster, Optional<String> region) {

  /** The constraint of the request, else that of the environment. */
  static PlacementConstraint of(InstancePlan plan) {
    return plan.request()
        .section(PlacementRule.NAME)
        .or(() -> plan.env().section(PlacementRule.NAME))
        .map(PlacementConstraint::of)
        .orElseGet(() -> new PlacementConstraint(Optional.empty(), Optional.empty()));
  }

  private static PlacementConstraint of(Section section) {
    JsonNode value = section.value();
    return new PlacementConstraint(
        text(value, PlacementRule.CLUSTER), text(value, PlacementRule.REGION));
  }

  private static Optional<String> text(JsonNode value, String key) {
    return Optional.ofNullable(value.get(key)).map(JsonNode::asText);
  }

  boolean isMetBy(Cluster candidate) {
    return cluster.map(candidate.name()::equals).orElse(true)
        && region.map(candidate.description().region()::equals).orElse(true);
  }

  /** For a message. */
  @Override
  public String toString() {
    return cluster.map(name -> "cluster " + RequestRejectedException.excerpt(name)).orElse("")
        + (cluster.isPresent() && region.isPresent() ? " in " : "")
        + region.map(name -> "region " + RequestRejectedException.excerpt(name)).orElse("");
  }
}
