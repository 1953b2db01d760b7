package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Rejects settings that contradict each other, and settings that have no effect without another.
 */
final class AckRules {

  private static final List<String> NEED_NODES =
      List.of("terway.dedicatedEni", "runtimeClass", "gpu.memoryGiB", "gpu.corePercentage");
  private static final List<String> OF_NEW_EIP =
      List.of("eci.eip.bandwidth", "eci.eip.isp", "eci.eip.chargeType", "eci.eip.bandwidthPackage");
  private static final List<String> OF_SPOT =
      List.of("eci.spot.priceLimit", "eci.spot.protectionHours", "eci.spot.fallback");
  private static final String GPU_CLASS = "gpu";

  private final JsonNode section;
  private final Optional<Capacity> capacity;

  AckRules(JsonNode section) {
    this.section = section;
    this.capacity = AckSettings.CAPACITY.in(section);
  }

  /**
   * Rejects contradictions that no other layer could resolve.
   *
   * @throws dev.serai.instance.InvalidSectionException naming one of the two
   */
  void refuseConflicts() {
    capacity.ifPresent(this::refuseOtherCapacities);
    if (isSet("eci.eip.instance")) {
      OF_NEW_EIP.forEach(
          path ->
              refuseIf(
                  isSet(path),
                  path,
                  "is for a new address, and eci.eip.instance names one there is"));
      refuseIf(
          AckSettings.EIP_CREATE.in(section).orElse(false),
          "eci.eip.create",
          "can't be true where eci.eip.instance names an address there is");
    }
    refuseIf(
        isSet("gpu.count") && isSet("gpu.memoryGiB"),
        "gpu.memoryGiB",
        "is a share of one GPU, and gpu.count asks for whole ones");
    refuseIf(
        isSet("gpu.count") && isSet("gpu.corePercentage"),
        "gpu.corePercentage",
        "is a share of one GPU, and gpu.count asks for whole ones");
    refuseIf(
        isSet("eci.spot.priceLimit") && spotStrategyIs("SpotAsPriceGo"),
        "eci.spot.priceLimit",
        "has no effect with eci.spot.strategy SpotAsPriceGo; it needs SpotWithPriceLimit");
    refuseIf(
        isSet("acs.gpuModel")
            && AckSettings.COMPUTE_CLASS
                .in(section)
                .filter(c -> !c.startsWith(GPU_CLASS))
                .isPresent(),
        "acs.gpuModel",
        "needs acs.computeClass gpu or gpu-hpn");
  }

  /**
   * Rejects incomplete settings, once all layers are merged.
   *
   * @throws dev.serai.instance.InvalidSectionException naming the setting that has no effect alone
   */
  void refuseGaps() {
    refuseIf(
        isSet("acs") && capacity.isEmpty(), "acs", "needs capacity acs, and no capacity is set");
    refuseIf(
        isSet("acs.gpuModel") && !isSet("acs.computeClass"),
        "acs.gpuModel",
        "needs acs.computeClass gpu or gpu-hpn");
    OF_SPOT.forEach(
        path ->
            refuseIf(isSet(path) && !isSet("eci.spot.strategy"), path, "needs eci.spot.strategy"));
    refuseIf(
        spotStrategyIs("SpotWithPriceLimit") && !isSet("eci.spot.priceLimit"),
        "eci.spot.strategy",
        "SpotWithPriceLimit needs eci.spot.priceLimit");
    OF_NEW_EIP.forEach(
        path ->
            refuseIf(
                isSet(path) && !AckSettings.EIP_CREATE.in(section).orElse(false),
                path,
                "needs eci.eip.create: true"));
    refuseIf(
        isSet("eci.fixedIp.retainHours") && !AckSettings.FIXED_IP.in(section).orElse(false),
        "eci.fixedIp.retainHours",
        "needs eci.fixedIp.enabled: true");
    refuseIf(
        isSet("gpu.corePercentage") && !isSet("gpu.memoryGiB"),
        "gpu.corePercentage",
        "needs gpu.memoryGiB");
  }

  private void refuseOtherCapacities(Capacity chosen) {
    refuseIf(
        isSet("eci") && !chosen.mayBeEci(),
        "eci",
        "is for elastic container instances, and capacity is " + chosen.word());
    refuseIf(
        isSet("acs") && chosen != Capacity.ACS,
        "acs",
        "needs capacity acs, and capacity is " + chosen.word());
    NEED_NODES.forEach(
        path ->
            refuseIf(
                isSet(path) && chosen != Capacity.ECS,
                path,
                "needs a node, and capacity is " + chosen.word() + "; set capacity ecs"));
  }

  private boolean spotStrategyIs(String strategy) {
    return AckSettings.SPOT_STRATEGY.in(section).filter(strategy::equals).isPresent();
  }

  /** Whether there is anything at the path; a flag that is false counts as nothing. */
  private boolean isSet(String path) {
    JsonNode value = section;
    for (String step : SectionPath.of(path).steps()) {
      value = value.path(step);
    }
    return value.isObject()
        ? !value.isEmpty()
        : value.isBoolean() ? value.booleanValue() : !value.isMissingNode();
  }

  private static void refuseIf(boolean wrong, String path, String why) {
    if (wrong) {
      throw SectionPath.of(path).fault(why);
    }
  }
}
