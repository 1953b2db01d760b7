package dev.serai.alicloud.pod;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All settings of the section; {@code config/environments/README.md} has them as a table. */
final class AckSettings {

  static final String SECTION = "alicloud";

  static final AckSetting<Capacity> CAPACITY =
      new AckSetting<>("capacity", Capacity.TYPE, (pod, capacity) -> capacity.apply(pod));
  static final AckSetting<String> SPOT_STRATEGY =
      new AckSetting<>(
          "eci.spot.strategy",
          AckValueTypes.word(List.of("SpotAsPriceGo", "SpotWithPriceLimit")),
          annotation(AckKeys.SPOT_STRATEGY));
  static final AckSetting<Boolean> EIP_CREATE =
      new AckSetting<>("eci.eip.create", AckValueTypes.flag(), annotation(AckKeys.WITH_EIP));
  static final AckSetting<Boolean> FIXED_IP =
      new AckSetting<>("eci.fixedIp.enabled", AckValueTypes.flag(), annotation(AckKeys.FIXED_IP));
  static final AckSetting<String> COMPUTE_CLASS =
      new AckSetting<>(
          "acs.computeClass",
          AckValueTypes.word(List.of("general-purpose", "performance", "gpu", "gpu-hpn")),
          label(AckKeys.COMPUTE_CLASS));

  static final List<AckSetting<?>> ALL =
      List.of(
          CAPACITY,
          new AckSetting<>(
              "eci.specs",
              AckValueTypes.list(IdFormats.SPEC, 10),
              annotation(AckKeys.SPECS, AckSettings::joined)),
          SPOT_STRATEGY,
          new AckSetting<>(
              "eci.spot.priceLimit",
              AckValueTypes.price(3),
              annotation(AckKeys.SPOT_PRICE_LIMIT, BigDecimal::toPlainString)),
          new AckSetting<>(
              "eci.spot.protectionHours",
              AckValueTypes.whole(0, 1, 1),
              annotation(AckKeys.SPOT_DURATION)),
          new AckSetting<>(
              "eci.spot.fallback", AckValueTypes.flag(), annotation(AckKeys.SPOT_FALLBACK)),
          new AckSetting<>(
              "eci.imageCache.auto", AckValueTypes.flag(), annotation(AckKeys.IMAGE_CACHE_AUTO)),
          new AckSetting<>(
              "eci.imageCache.id", IdFormats.IMAGE_CACHE, annotation(AckKeys.IMAGE_CACHE_ID)),
          new AckSetting<>(
              "eci.vSwitches",
              AckValueTypes.list(IdFormats.V_SWITCH, 10),
              annotation(AckKeys.V_SWITCHES, AckSettings::joined)),
          new AckSetting<>(
              "eci.scheduleStrategy",
              AckValueTypes.word(List.of("VSwitchOrdered", "VSwitchRandom")),
              annotation(AckKeys.SCHEDULE_STRATEGY)),
          new AckSetting<>(
              "eci.securityGroups",
              AckValueTypes.list(IdFormats.SECURITY_GROUP, 5),
              annotation(AckKeys.SECURITY_GROUPS, AckSettings::joined)),
          new AckSetting<>(
              "eci.extraEphemeralStorage", IdFormats.STORAGE, annotation(AckKeys.EXTRA_STORAGE)),
          new AckSetting<>("eci.ramRole", IdFormats.RAM_ROLE, annotation(AckKeys.RAM_ROLE)),
          new AckSetting<>(
              "eci.tags",
              AckValueTypes.map(IdFormats.TAG, IdFormats.TAG, 3),
              annotation(AckKeys.TAGS, AckSettings::tags)),
          EIP_CREATE,
          new AckSetting<>(
              "eci.eip.bandwidth",
              AckValueTypes.whole(1, 1_000, 1),
              annotation(AckKeys.EIP_BANDWIDTH)),
          new AckSetting<>(
              "eci.eip.isp",
              AckValueTypes.word(List.of("BGP", "BGP_PRO")),
              annotation(AckKeys.EIP_ISP)),
          new AckSetting<>(
              "eci.eip.chargeType",
              AckValueTypes.word(List.of("PayByBandwidth", "PayByTraffic")),
              annotation(AckKeys.EIP_CHARGE_TYPE)),
          new AckSetting<>(
              "eci.eip.bandwidthPackage",
              IdFormats.BANDWIDTH_PACKAGE,
              annotation(AckKeys.EIP_BANDWIDTH_PACKAGE)),
          new AckSetting<>("eci.eip.instance", IdFormats.EIP, annotation(AckKeys.EIP_INSTANCE)),
          FIXED_IP,
          new AckSetting<>(
              "eci.fixedIp.retainHours",
              AckValueTypes.whole(1, 8_760, 1),
              annotation(AckKeys.FIXED_IP_RETAIN)),
          new AckSetting<>(
              "eci.acrInstances",
              AckValueTypes.list(IdFormats.ACR_INSTANCE, 10),
              annotation(AckKeys.ACR_INSTANCES, AckSettings::joined)),
          COMPUTE_CLASS,
          new AckSetting<>(
              "acs.computeQos",
              AckValueTypes.word(List.of("default", "best-effort")),
              label(AckKeys.COMPUTE_QOS)),
          new AckSetting<>("acs.gpuModel", IdFormats.GPU_MODEL, label(AckKeys.GPU_MODEL)),
          new AckSetting<>(
              "terway.podNetworkingLabels",
              AckValueTypes.map(IdFormats.LABEL_KEY, IdFormats.LABEL_VALUE, 10),
              (pod, labels) -> labels.forEach(pod::label)),
          new AckSetting<>(
              "terway.dedicatedEni",
              AckValueTypes.flag(),
              (pod, dedicated) -> {
                if (dedicated) {
                  pod.limit(AckKeys.ENI, 1);
                }
              }),
          new AckSetting<>(
              "bandwidth.ingress", IdFormats.BANDWIDTH, annotation(AckKeys.INGRESS_BANDWIDTH)),
          new AckSetting<>(
              "bandwidth.egress", IdFormats.BANDWIDTH, annotation(AckKeys.EGRESS_BANDWIDTH)),
          // "Create an application that runs in sandboxed containers" (ACK)
          new AckSetting<>(
              "runtimeClass",
              IdFormats.DNS_NAME,
              (pod, name) -> pod.spec().setRuntimeClassName(name)),
          new AckSetting<>("gpu.count", AckValueTypes.whole(1, 16, 1), limit(AckKeys.GPU)),
          new AckSetting<>(
              "gpu.memoryGiB", AckValueTypes.whole(1, 1_024, 1), limit(AckKeys.GPU_MEMORY)),
          new AckSetting<>(
              "gpu.corePercentage", AckValueTypes.whole(5, 100, 5), limit(AckKeys.GPU_CORE)),
          new AckSetting<>(
              "imagePullSecrets",
              AckValueTypes.list(IdFormats.DNS_NAME, 10),
              AckSettings::pullSecrets),
          new AckSetting<>("volumes", ClaimMounts.TYPE, ClaimMounts::apply));

  private AckSettings() {}

  private static <T> BiConsumer<PodEdit, T> annotation(String key) {
    return (pod, value) -> pod.annotation(key, value);
  }

  private static <T> BiConsumer<PodEdit, T> annotation(String key, Function<T, String> text) {
    return (pod, value) -> pod.annotation(key, text.apply(value));
  }

  private static BiConsumer<PodEdit, String> label(String key) {
    return (pod, value) -> pod.label(key, value);
  }

  private static BiConsumer<PodEdit, Integer> limit(String resource) {
    return (pod, amount) -> pod.limit(resource, amount);
  }

  private static String joined(List<String> values) {
    return String.join(",", values);
  }

  private static String tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + ":" + tag.getValue())
        .collect(Collectors.joining(","));
  }

  private static void pullSecrets(PodEdit pod, List<String> names) {
    List<LocalObjectReference> there = pod.spec().getImagePullSecrets();
    names.stream()
        .map(LocalObjectReference::new)
        .filter(secret -> !there.contains(secret))
        .forEach(there::add);
  }
}
