package dev.serai.alicloud.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts volumes by claim into a pod; a claim that is mounted twice is one volume. */
final class ClaimMounts {

  private static final String VOLUME = "alicloud-";

  static final ValueType<List<ClaimMount>> TYPE =
      (value, at) -> {
        List<ClaimMount> mounts = AckValueTypes.list(ClaimMount::read, 10).read(value, at);
        Set<String> paths = new HashSet<>();
        for (ClaimMount mount : mounts) {
          if (!paths.add(mount.mountPath())) {
            throw mount.at().key("mountPath").fault("is that of an earlier volume too");
          }
        }
        return mounts;
      };

  private ClaimMounts() {}

  static void apply(PodEdit pod, List<ClaimMount> mounts) {
    Map<String, String> volumes = new LinkedHashMap<>();
    for (ClaimMount mount : mounts) {
      String volume = volumes.computeIfAbsent(mount.claim(), any -> VOLUME + volumes.size());
      mount(pod.main(), mount, volume);
      if (mount.second()) {
        Container second =
            pod.second()
                .orElseThrow(
                    () ->
                        mount
                            .at()
                            .key("second")
                            .fault("can't be true: the environment has no second container"));
        mount(second, mount, volume);
      }
    }
    volumes.forEach(
        (claim, volume) ->
            pod.spec()
                .getVolumes()
                .add(
                    new VolumeBuilder()
                        .withName(volume)
                        .withNewPersistentVolumeClaim()
                        .withClaimName(claim)
                        .endPersistentVolumeClaim()
                        .build()));
  }

  private static void mount(Container container, ClaimMount mount, String volume) {
    for (VolumeMount there : container.getVolumeMounts()) {
      if (there.getMountPath().equals(mount.mountPath())) {
        throw mount
            .at()
            .key("mountPath")
            .fault("is taken by a volume of the environment's pod template");
      }
    }
    container
        .getVolumeMounts()
        .add(
            new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(mount.mountPath())
                .withSubPath(mount.subPath().isEmpty() ? null : mount.subPath())
                .withReadOnly(mount.readOnly() ? true : null)
                .build());
  }
}
