package dev.serai.alicloud.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the section refuses, by itself and once its layers are together. */
class AckRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          5                                          | alicloud is a number; an object is expected
          {capacty: eci}                             | alicloud.capacty is unknown; did you mean capacity?
          {eci: {spot: {priceLimt: 1}}}              | alicloud.eci.spot.priceLimt is unknown; did you mean priceLimit?
          {eci: [x]}                                 | alicloud.eci is a list; an object is expected
          {"a b": 1}                                 | alicloud."a b" is unknown
          {capacity: spot}                           | alicloud.capacity "spot" is none of ecs, eci, acs, eci-first, ecs-first
          {capacity: 1}                              | alicloud.capacity is a number; a string is expected
          {eci: {specs: 2-4Gi}}                      | alicloud.eci.specs is a string; a list is expected
          {eci: {specs: []}}                         | alicloud.eci.specs has 0 entries; 1 to 10 are allowed
          {eci: {specs: [2-4Gi, 2-4]}}               | alicloud.eci.specs[1] "2-4" is not cpu and memory like 2-4Gi
          {eci: {specs: [2-4Gi, 2-4Gi]}}             | alicloud.eci.specs[1] comes twice
          {eci: {specs: [2]}}                        | alicloud.eci.specs[0] is a number; a string is expected
          {eci: {spot: {strategy: Spot}}}            | alicloud.eci.spot.strategy "Spot" is none of SpotAsPriceGo, SpotWithPriceLimit
          {eci: {spot: {priceLimit: "0.5"}}}         | alicloud.eci.spot.priceLimit is a string; a number is expected
          {eci: {spot: {priceLimit: 0}}}             | alicloud.eci.spot.priceLimit 0 is not a price above 0 with at most 3 decimal places
          {eci: {spot: {priceLimit: 0.0005}}}        | alicloud.eci.spot.priceLimit
          {eci: {spot: {protectionHours: 2}}}        | alicloud.eci.spot.protectionHours 2 is not a whole number from 0 to 1
          {eci: {spot: {fallback: "yes"}}}           | alicloud.eci.spot.fallback is a string; true or false is expected
          {eci: {imageCache: {auto: 1}}}             | alicloud.eci.imageCache.auto is a number; true or false is expected
          {eci: {imageCache: {id: cache}}}           | alicloud.eci.imageCache.id "cache" is not an id like imc-bp1abc
          {eci: {vSwitches: [sg-a]}}                 | alicloud.eci.vSwitches[0] "sg-a" is not an id like vsw-bp1abc
          {eci: {scheduleStrategy: Random}}          | alicloud.eci.scheduleStrategy "Random" is none of VSwitchOrdered, VSwitchRandom; did you mean VSwitchRandom?
          {eci: {securityGroups: [sg-1,sg-2,sg-3,sg-4,sg-5,sg-6]}} | alicloud.eci.securityGroups has 6 entries; 1 to 5 are allowed
          {eci: {extraEphemeralStorage: 50G}}        | alicloud.eci.extraEphemeralStorage "50G" is not a size in whole GiB
          {eci: {ramRole: "a b"}}                    | alicloud.eci.ramRole "a b" is not the name of a RAM role
          {eci: {tags: {a: b, c: d, e: f, g: h}}}    | alicloud.eci.tags has 4 entries; at most 3 are allowed
          {eci: {tags: {"a:b": c}}}                  | is not 1 to 128 characters without colon and comma
          {eci: {tags: {a: "b,c"}}}                  | alicloud.eci.tags.a "b,c" is not 1 to 128 characters
          {eci: {tags: {a: 1}}}                      | alicloud.eci.tags.a is a number; a string is expected
          {eci: {tags: [a]}}                         | alicloud.eci.tags is a list; an object of strings is expected
          {eci: {eip: {bandwidth: 0}}}               | alicloud.eci.eip.bandwidth 0 is not a whole number from 1 to 1000
          {eci: {eip: {bandwidth: 1.5}}}             | alicloud.eci.eip.bandwidth is a number; a whole number from 1 to 1000 is expected
          {eci: {eip: {isp: CN}}}                    | alicloud.eci.eip.isp "CN" is none of BGP, BGP_PRO
          {eci: {eip: {chargeType: Free}}}           | alicloud.eci.eip.chargeType "Free" is none of
          {eci: {eip: {bandwidthPackage: x}}}        | alicloud.eci.eip.bandwidthPackage "x" is not an id like cbwp-bp1abc
          {eci: {eip: {instance: 1.2.3.4}}}          | alicloud.eci.eip.instance "1.2.3.4" is not an id like eip-bp1abc
          {eci: {fixedIp: {retainHours: 0}}}         | alicloud.eci.fixedIp.retainHours 0 is not
          {eci: {acrInstances: [acr]}}               | alicloud.eci.acrInstances[0] "acr" is not the id of a registry instance
          {acs: {computeClass: fast}}                | alicloud.acs.computeClass "fast" is none of general-purpose, performance, gpu, gpu-hpn
          {acs: {computeQos: low}}                   | alicloud.acs.computeQos "low" is none of default, best-effort
          {acs: {gpuModel: "-"}}                     | alicloud.acs.gpuModel "-" is not the name of a GPU model series
          {terway: {podNetworkingLabels: {serai.dev/x: y}}} | alicloud.terway.podNetworkingLabels.serai.dev/x is a reserved key
          {terway: {podNetworkingLabels: {alibabacloud.com/eci: "true"}}} | is a reserved key
          {terway: {podNetworkingLabels: {-a: b}}}   | alicloud.terway.podNetworkingLabels.-a "-a" is not the key of a label
          {terway: {podNetworkingLabels: {a: "b c"}}} | alicloud.terway.podNetworkingLabels.a "b c" is not the value of a label
          {terway: {dedicatedEni: 1}}                | alicloud.terway.dedicatedEni is a number; true or false is expected
          {bandwidth: {ingress: 10}}                 | alicloud.bandwidth.ingress is a number; a string is expected
          {bandwidth: {egress: 10Mi}}                | alicloud.bandwidth.egress "10Mi" is not bits a second, like 10M
          {runtimeClass: RunV}                       | alicloud.runtimeClass "RunV" is not a name of lower-case letters
          {gpu: {count: 0}}                          | alicloud.gpu.count 0 is not a whole number from 1 to 16
          {gpu: {memoryGiB: 5.5}}                    | alicloud.gpu.memoryGiB is a number; a whole number from 1 to 1024 is expected
          {gpu: {corePercentage: 12}}                | alicloud.gpu.corePercentage 12 is not a whole number from 5 to 100, a multiple of 5
          {imagePullSecrets: acr}                    | alicloud.imagePullSecrets is a string; a list is expected
          {imagePullSecrets: [A]}                    | alicloud.imagePullSecrets[0] "A" is not a name of lower-case letters
          {volumes: {claim: a}}                      | alicloud.volumes is an object; a list is expected
          {volumes: [a]}                             | alicloud.volumes[0] is a string; an object is expected
          {volumes: [{mountPath: /a}]}               | alicloud.volumes[0] needs claim
          {volumes: [{claim: a}]}                    | alicloud.volumes[0] needs mountPath
          {volumes: [{claim: a, mountPath: a}]}      | alicloud.volumes[0].mountPath "a" is not an absolute path
          {volumes: [{claim: a, mountPath: /a/../b}]} | alicloud.volumes[0].mountPath "/a/../b" is not an absolute path
          {volumes: [{claim: a, mountPath: /a, subPath: ../b}]} | alicloud.volumes[0].subPath "../b" is not a path inside the volume
          {volumes: [{claim: a, mountPath: /a, readonly: true}]} | alicloud.volumes[0].readonly is unknown; did you mean readOnly?
          {volumes: [{claim: a, mountPath: /a, readOnly: 1}]} | alicloud.volumes[0].readOnly is a number; true or false
          {volumes: [{claim: a, mountPath: /a}, {claim: b, mountPath: /a}]} | alicloud.volumes[1].mountPath is that of an earlier volume too
          """)
  void aSectionThatIsWrongByItselfIsRefused(String section, String reason) {
    refuses(reason, () -> AckPods.request(section));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {capacity: ecs, eci: {spot: {strategy: SpotAsPriceGo}}} | alicloud.eci is for elastic container instances, and capacity is ecs
          {capacity: acs, eci: {specs: [2-4Gi]}}   | alicloud.eci is for elastic container instances, and capacity is acs
          {capacity: eci, acs: {computeClass: gpu}} | alicloud.acs needs capacity acs, and capacity is eci
          {capacity: eci, terway: {dedicatedEni: true}} | alicloud.terway.dedicatedEni needs a node, and capacity is eci
          {capacity: ecs-first, runtimeClass: runv} | alicloud.runtimeClass needs a node, and capacity is ecs-first; set capacity ecs
          {capacity: acs, gpu: {memoryGiB: 4}}     | alicloud.gpu.memoryGiB needs a node, and capacity is acs
          {gpu: {count: 1, memoryGiB: 4}}          | alicloud.gpu.memoryGiB is a share of one GPU, and gpu.count asks for whole ones
          {gpu: {count: 1, corePercentage: 50}}    | alicloud.gpu.corePercentage is a share of one GPU
          {eci: {eip: {instance: eip-a, bandwidth: 5}}} | alicloud.eci.eip.bandwidth is for a new address, and eci.eip.instance names one there is
          {eci: {eip: {instance: eip-a, create: true}}} | alicloud.eci.eip.create can't be true where eci.eip.instance names an address there is
          {eci: {spot: {strategy: SpotAsPriceGo, priceLimit: 1}}} | alicloud.eci.spot.priceLimit has no effect with eci.spot.strategy SpotAsPriceGo
          {capacity: acs, acs: {computeClass: performance, gpuModel: T4}} | alicloud.acs.gpuModel needs acs.computeClass gpu or gpu-hpn
          """)
  void whatCannotBeHadTogetherIsRefusedAtOnceAndAcrossLayers(String section, String reason) {
    refuses(reason, () -> AckPods.request(section));
    // the same, the first half from the environment, the other from the request
    int comma = section.indexOf(", ");
    if (reason.contains("capacity is")) {
      String environment = section.substring(0, comma) + "}";
      String request = "{" + section.substring(comma + 2);
      refuses(reason, () -> AckPods.of("{}", environment, request));
      refuses(reason, () -> AckPods.of(request, environment, "{}"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {acs: {computeClass: gpu}}               | alicloud.acs needs capacity acs, and no capacity is set
          {capacity: acs, acs: {gpuModel: T4}}     | alicloud.acs.gpuModel needs acs.computeClass gpu or gpu-hpn
          {eci: {spot: {priceLimit: 1}}}           | alicloud.eci.spot.priceLimit needs eci.spot.strategy
          {eci: {spot: {protectionHours: 1}}}      | alicloud.eci.spot.protectionHours needs eci.spot.strategy
          {eci: {spot: {strategy: SpotWithPriceLimit}}} | alicloud.eci.spot.strategy SpotWithPriceLimit needs eci.spot.priceLimit
          {eci: {eip: {bandwidth: 5}}}             | alicloud.eci.eip.bandwidth needs eci.eip.create: true
          {eci: {eip: {create: false, isp: BGP}}}  | alicloud.eci.eip.isp needs eci.eip.create: true
          {eci: {fixedIp: {retainHours: 24}}}      | alicloud.eci.fixedIp.retainHours needs eci.fixedIp.enabled: true
          {gpu: {corePercentage: 50}}              | alicloud.gpu.corePercentage needs gpu.memoryGiB
          """)
  void whatLacksSomethingIsRefusedOnlyWhenNoLayerHasIt(String section, String reason) {
    // another layer may have what is missing
    assertThat(AckPods.request(section).sections()).hasSize(1);

    refuses(reason, () -> AckPods.of(section));
  }

  @Test
  void aPodThatHasNoRoomForAVolumeIsRefused() {
    refuses(
        "alicloud.volumes[0].second can't be true: the environment has no second container",
        () -> AckPods.of("{volumes: [{claim: a, mountPath: /a, second: true}]}"));
    refuses(
        "alicloud.volumes[0].mountPath is taken by a volume of the environment's pod template",
        () ->
            AckPods.of(
                "{}",
                "{}",
                "{volumes: [{claim: a, mountPath: /data}]}",
                AckPods.shipped("dualContainer")));
  }

  @Test
  void layersTogetherKeepTheLimitsOfOne() {
    refuses(
        "alicloud.eci.tags has 4 entries; at most 3 are allowed",
        () ->
            AckPods.of(
                "{eci: {tags: {a: a, b: b}}}", "{eci: {tags: {c: c}}}", "{eci: {tags: {d: d}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {eci: {ramRole: admin}}                  | alicloud.eci.ramRole can't be set by a request
          {eci: {ramRole: null}}                      | alicloud.eci.ramRole can't be set by a request
          {eci: null}                                | alicloud.eci can't be set by a request
          {volumes: [{claim: a, mountPath: /a}]}   | alicloud.volumes can't be set by a request
          """)
  void whatTheOperatorKeepsIsRefusedInRequests(String section, String reason) {
    RequestReader reader =
        new RequestReader(List.of(new AckSection(Set.of("eci.ramRole", "volumes"))));

    refuses(
        reason,
        () -> reader.read("{\"envName\":\"demo@1\",\"alicloud\":" + AckPods.json(section) + "}"));
  }

  /** A file with a name, a version and an image in front, and the fault in the named line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          alicloud: {capacity: moon}               | 4 | alicloud.capacity "moon" is none of
          alicloud:\\n  capacity: eci\\n  ecis: {}  | 6 | alicloud.ecis is unknown; did you mean eci?
          alicloud:\\n  eci:\\n    spot:\\n      strategy: x | 7 | alicloud.eci.spot.strategy "x" is none of
          alicloud:\\n  volumes:\\n    - {claim: a, mountPath: /a}\\n    - claim: b\\n      mountPath: b | 8 | alicloud.volumes[1].mountPath "b" is not
          alicloud:\\n  volumes:\\n    - {claim: a, mountPath: /a}\\n    - claim: b | 7 | alicloud.volumes[1] needs mountPath
          alicloud:\\n  capacity: ecs\\n  eci: {specs: [2-4Gi]} | 6 | alicloud.eci is for elastic container instances
          alicloud:\\n  capacity: a\\n  capacity: b | 6 | has "alicloud.capacity" twice
          alicloud: text                           | 4 | alicloud is a string; an object is expected
          aliclod: {}                              | 4 | has the unknown key "aliclod"; did you mean alicloud?
          """)
  void anEnvironmentFileIsRefusedWithItsLine(
      String text, int line, String reason, @TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("e.yaml"),
        "name: a\nversion: 1\nimage: b\n" + text.replace("\\n", "\n") + "\n");

    try (FolderEnvCatalogue read = FolderEnvCatalogue.open(folder, List.of(new AckSection()))) {
      assertThat(read.all()).isEmpty();
      assertThat(read.problems()).hasSize(1);
      assertThat(read.problems().get(0).reason()).contains(reason);
      assertThat(read.problems().get(0).line()).isEqualTo(line);
    }
  }

  private static void refuses(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageContaining(reason);
  }
}
