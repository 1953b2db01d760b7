package dev.serai.alicloud.pod;

import java.util.List;

/** Sections, and what each adds to a pod. */
final class FeatureTable {

  private static final String TOLERATION =
      "spec/tolerations[0]/key=virtual-kubelet.io/provider,"
          + " spec/tolerations[0]/operator=Equal,"
          + " spec/tolerations[0]/value=alibabacloud,"
          + " spec/tolerations[0]/effect=NoSchedule";
  private static final String AFFINITY = "spec/affinity/nodeAffinity/";
  private static final String REQUIRED =
      AFFINITY
          + "requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms[0]/matchExpressions[0]/";
  private static final String PREFERRED =
      AFFINITY + "preferredDuringSchedulingIgnoredDuringExecution[0]/";

  /**
   * @param section in YAML
   * @param added every value that is new, by its place; # is a label, @ an annotation, and ; stands
   *     for a comma in a value
   */
  record Row(String section, String added) {
    @Override
    public String toString() {
      return section;
    }
  }

  static final List<Row> ROWS =
      List.of(
          new Row("{}", ""),
          new Row("{capacity: ecs}", required("NotIn")),
          new Row(
              "{capacity: eci}",
              "#alibabacloud.com/eci=true, " + TOLERATION + ", " + required("In")),
          new Row(
              "{capacity: acs}",
              "#alibabacloud.com/acs=true, " + TOLERATION + ", " + required("In")),
          new Row("{capacity: eci-first}", TOLERATION + ", " + preferred("In")),
          new Row("{capacity: ecs-first}", TOLERATION + ", " + preferred("NotIn")),
          new Row(
              "{eci: {specs: [2-4Gi, 0.5-1Gi, ecs.c6.xlarge]}}",
              "@k8s.aliyun.com/eci-use-specs=2-4Gi;0.5-1Gi;ecs.c6.xlarge"),
          new Row(
              "{eci: {spot: {strategy: SpotAsPriceGo}}}",
              "@k8s.aliyun.com/eci-spot-strategy=SpotAsPriceGo"),
          new Row(
              "{eci: {spot: {strategy: SpotWithPriceLimit, priceLimit: 0.250}}}",
              "@k8s.aliyun.com/eci-spot-strategy=SpotWithPriceLimit,"
                  + " @k8s.aliyun.com/eci-spot-price-limit=0.25"),
          new Row(
              "{eci: {spot: {strategy: SpotAsPriceGo, protectionHours: 0, fallback: true}}}",
              "@k8s.aliyun.com/eci-spot-strategy=SpotAsPriceGo,"
                  + " @k8s.aliyun.com/eci-spot-duration=0,"
                  + " @k8s.aliyun.com/eci-spot-fallback=true"),
          new Row("{eci: {imageCache: {auto: false}}}", "@k8s.aliyun.com/eci-auto-imc=false"),
          new Row("{eci: {imageCache: {id: imc-2zeb}}}", "@k8s.aliyun.com/eci-imc-id=imc-2zeb"),
          new Row(
              "{eci: {vSwitches: [vsw-a, vsw-b], scheduleStrategy: VSwitchRandom}}",
              "@k8s.aliyun.com/eci-vswitch=vsw-a;vsw-b,"
                  + " @k8s.aliyun.com/eci-schedule-strategy=VSwitchRandom"),
          new Row(
              "{eci: {securityGroups: [sg-a, sg-b]}}",
              "@k8s.aliyun.com/eci-security-group=sg-a;sg-b"),
          new Row(
              "{eci: {extraEphemeralStorage: 50Gi}}",
              "@k8s.aliyun.com/eci-extra-ephemeral-storage=50Gi"),
          new Row(
              "{eci: {ramRole: sandbox-role}}", "@k8s.aliyun.com/eci-ram-role-name=sandbox-role"),
          new Row(
              "{eci: {tags: {team: rl, cost: \"7\"}}}",
              "@k8s.aliyun.com/eci-custom-tags=cost:7;team:rl"),
          new Row(
              "{eci: {eip: {create: true, bandwidth: 10, isp: BGP_PRO, chargeType: PayByTraffic,"
                  + " bandwidthPackage: cbwp-a}}}",
              "@k8s.aliyun.com/eci-with-eip=true,"
                  + " @k8s.aliyun.com/eip-bandwidth=10,"
                  + " @k8s.aliyun.com/eip-isp=BGP_PRO,"
                  + " @k8s.aliyun.com/eip-internet-charge-type=PayByTraffic,"
                  + " @k8s.aliyun.com/eip-common-bandwidth-package-id=cbwp-a"),
          new Row(
              "{eci: {eip: {instance: eip-bp1}}}", "@k8s.aliyun.com/eci-eip-instanceid=eip-bp1"),
          new Row(
              "{eci: {fixedIp: {enabled: true, retainHours: 24}}}",
              "@k8s.aliyun.com/eci-fixed-ip=true, @k8s.aliyun.com/eci-fixed-ip-retain-hour=24"),
          new Row(
              "{eci: {acrInstances: [cri-a, \"cn-beijing:cri-b\"]}}",
              "@k8s.aliyun.com/acr-instance-ids=cri-a;cn-beijing:cri-b"),
          new Row(
              "{capacity: acs, acs: {computeClass: gpu, computeQos: best-effort, gpuModel: T4}}",
              "#alibabacloud.com/acs=true,"
                  + " #alibabacloud.com/compute-class=gpu,"
                  + " #alibabacloud.com/compute-qos=best-effort,"
                  + " #alibabacloud.com/gpu-model-series=T4, "
                  + TOLERATION
                  + ", "
                  + required("In")),
          new Row(
              "{terway: {podNetworkingLabels: {network.example.com/plane: gpu, foo: bar}}}",
              "#network.example.com/plane=gpu, #foo=bar"),
          new Row(
              "{terway: {dedicatedEni: true}}",
              "spec/containers[main]/resources/limits/aliyun/eni=1"),
          new Row("{terway: {dedicatedEni: false}}", ""),
          new Row(
              "{bandwidth: {ingress: 10M, egress: 1G}}",
              "@kubernetes.io/ingress-bandwidth=10M, @kubernetes.io/egress-bandwidth=1G"),
          new Row("{runtimeClass: runv}", "spec/runtimeClassName=runv"),
          new Row("{gpu: {count: 2}}", "spec/containers[main]/resources/limits/nvidia.com/gpu=2"),
          new Row(
              "{gpu: {memoryGiB: 4, corePercentage: 25}}",
              "spec/containers[main]/resources/limits/aliyun.com/gpu-mem=4,"
                  + " spec/containers[main]/resources/limits/aliyun.com/gpu-core.percentage=25"),
          new Row(
              "{imagePullSecrets: [acr-a, acr-b]}",
              "spec/imagePullSecrets[0]/name=acr-a, spec/imagePullSecrets[1]/name=acr-b"),
          new Row(
              "{volumes: [{claim: oss, mountPath: /in, readOnly: true},"
                  + " {claim: nas, mountPath: /out/a, subPath: team/a},"
                  + " {claim: nas, mountPath: /out/b, readOnly: false, second: false}]}",
              volume(0, "oss")
                  + volume(1, "nas")
                  + mount(0, "alicloud-0", "/in")
                  + "spec/containers[main]/volumeMounts[0]/readOnly=true, "
                  + mount(1, "alicloud-1", "/out/a")
                  + "spec/containers[main]/volumeMounts[1]/subPath=team/a, "
                  + mount(2, "alicloud-1", "/out/b")));

  private FeatureTable() {}

  private static String volume(int index, String claim) {
    String at = "spec/volumes[" + index + "]/";
    return at
        + "name=alicloud-"
        + index
        + ", "
        + at
        + "persistentVolumeClaim/claimName="
        + claim
        + ", ";
  }

  private static String mount(int index, String volume, String path) {
    String at = "spec/containers[main]/volumeMounts[" + index + "]/";
    return at + "name=" + volume + ", " + at + "mountPath=" + path + ", ";
  }

  private static String required(String operator) {
    return REQUIRED
        + "key=type, "
        + REQUIRED
        + "operator="
        + operator
        + ", "
        + REQUIRED
        + "values[0]=virtual-kubelet";
  }

  private static String preferred(String operator) {
    String expression = PREFERRED + "preference/matchExpressions[0]/";
    return PREFERRED
        + "weight=100, "
        + expression
        + "key=type, "
        + expression
        + "operator="
        + operator
        + ", "
        + expression
        + "values[0]=virtual-kubelet";
  }
}
