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
          Types.word(List.of("SpotAsPriceGo", "SpotWithPriceLimit")),
          annotation(AckKeys.SPOT_STRATEGY));
  static final AckSetting<Boolean> EIP_CREATE =
      new AckSetting<>("eci.eip.create", Types.flag(), annotation(AckKeys.WITH_EIP));
  static final AckSetting<Boolean> FIXED_IP =
      new AckSetting<>("eci.fixedIp.enabled", Types.flag(), annotation(AckKeys.FIXED_IP));
  static final AckSetting<String> COMPUTE_CLASS =
      new AckSetting<>(
          "acs.computeClass",
          Types.word(List.of("general-purpose", "performance", "gpu", "gpu-hpn")),
          label(AckKeys.COMPUTE_CLASS));

  static final List<AckSetting<?>> ALL =
      List.of(
          CAPACITY,
          new AckSetting<>(
              "eci.specs",
              Types.list(Formats.SPEC, 10),
              annotation(AckKeys.SPECS, AckSettings::joined)),
          SPOT_STRATEGY,
          new AckSetting<>(
              "eci.spot.priceLimit",
              Types.price(3),
              annotation(AckKeys.SPOT_PRICE_LIMIT, BigDecimal::toPlainString)),
          new AckSetting<>(
              "eci.spot.protectionHours", Types.whole(0, 1, 1), annotation(AckKeys.SPOT_DURATION)),
          new AckSetting<>("eci.spot.fallback", Types.flag(), annotation(AckKeys.SPOT_FALLBACK)),
          new AckSetting<>(
              "eci.imageCache.auto", Types.flag(), annotation(AckKeys.IMAGE_CACHE_AUTO)),
          new AckSetting<>(
              "eci.imageCache.id", Formats.IMAGE_CACHE, annotation(AckKeys.IMAGE_CACHE_ID)),
          new AckSetting<>(
              "eci.vSwitches",
              Types.list(Formats.V_SWITCH, 10),
              annotation(AckKeys.V_SWITCHES, AckSettings::joined)),
          new AckSetting<>(
              "eci.scheduleStrategy",
              Types.word(List.of("VSwitchOrdered", "VSwitchRandom")),
              annotation(AckKeys.SCHEDULE_STRATEGY)),
          new AckSetting<>(
              "eci.securityGroups",
              Types.list(Formats.SECURITY_GROUP, 5),
              annotation(AckKeys.SECURITY_GROUPS, AckSettings::joined)),
          new AckSetting<>(
              "eci.extraEphemeralStorage", Formats.STORAGE, annotation(AckKeys.EXTRA_STORAGE)),
          new AckSetting<>("eci.ramRole", Formats.RAM_ROLE, annotation(AckKeys.RAM_ROLE)),
          new AckSetting<>(
              "eci.tags",
              Types.map(Formats.TAG, Formats.TAG, 3),
              annotation(AckKeys.TAGS, AckSettings::tags)),
          EIP_CREATE,
          new AckSetting<>(
              "eci.eip.bandwidth", Types.whole(1, 1_000, 1), annotation(AckKeys.EIP_BANDWIDTH)),
          new AckSetting<>(
              "eci.eip.isp", Types.word(List.of("BGP", "BGP_PRO")), annotation(AckKeys.EIP_ISP)),
          new AckSetting<>(
              "eci.eip.chargeType",
              Types.word(List.of("PayByBandwidth", "PayByTraffic")),
              annotation(AckKeys.EIP_CHARGE_TYPE)),
          new AckSetting<>(
              "eci.eip.bandwidthPackage",
              Formats.BANDWIDTH_PACKAGE,
              annotation(AckKeys.EIP_BANDWIDTH_PACKAGE)),
          new AckSetting<>("eci.eip.instance", Formats.EIP, annotation(AckKeys.EIP_INSTANCE)),
          FIXED_IP,
          new AckSetting<>(
              "eci.fixedIp.retainHours",
              Types.whole(1, 8_760, 1),
              annotation(AckKeys.FIXED_IP_RETAIN)),
          new AckSetting<>(
              "eci.acrInstances",
              Types.list(Formats.ACR_INSTANCE, 10),
              annotation(AckKeys.ACR_INSTANCES, AckSettings::joined)),
          COMPUTE_CLASS,
          new AckSetting<>(
              "acs.computeQos",
              Types.word(List.of("default", "best-effort")),
              label(AckKeys.COMPUTE_QOS)),
          new AckSetting<>("acs.gpuModel", Formats.GPU_MODEL, label(AckKeys.GPU_MODEL)),
          new AckSetting<>(
              "terway.podNetworkingLabels",
              Types.map(Formats.LABEL_KEY, Formats.LABEL_VALUE, 10),
              (pod, labels) -> labels.forEach(pod::label)),
          new AckSetting<>(
              "terway.dedicatedEni",
              Types.flag(),
              (pod, dedicated) -> {
                if (dedicated) {
                  pod.limit(AckKeys.ENI, 1);
                }
              }),
          new AckSetting<>(
              "bandwidth.ingress", Formats.BANDWIDTH, annotation(AckKeys.INGRESS_BANDWIDTH)),
          new AckSetting<>(
              "bandwidth.egress", Formats.BANDWIDTH, annotation(AckKeys.EGRESS_BANDWIDTH)),
          // "Create an application that runs in sandboxed containers" (ACK)
          new AckSetting<>(
              "runtimeClass",
              Formats.DNS_NAME,
              (pod, name) -> pod.spec().setRuntimeClassName(name)),
          new AckSetting<>("gpu.count", Types.whole(1, 16, 1), limit(AckKeys.GPU)),
          new AckSetting<>("gpu.memoryGiB", Types.whole(1, 1_024, 1), limit(AckKeys.GPU_MEMORY)),
          new AckSetting<>("gpu.corePercentage", Types.whole(5, 100, 5), limit(AckKeys.GPU_CORE)),
          new AckSetting<>(
              "imagePullSecrets", Types.list(Formats.DNS_NAME, 10), AckSettings::pullSecrets),
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
