package dev.serai.cluster.simulated;

import java.util.List;
import java.util.stream.Stream;

/** Pods that no API server takes: one table for the simulated cluster and for a real one. */
final class InvalidPods {

  /**
   * @param field which the refusal must name
   */
  record Case(String field, String pod) {
    @Override
    public String toString() {
      return field + " in " + (pod.length() > 150 ? pod.substring(0, 150) + "..." : pod);
    }
  }

  private InvalidPods() {}

  static String withSimulation(String json) {
    return meta(
        "\"name\":\"x\",\"annotations\":{\"serai.dev/simulation\":\"%s\"}"
            .formatted(json.replace("\"", "\\\"")));
  }

  static Stream<Case> all() {
    return Stream.of(
        new Case("metadata.name", meta("\"name\":\"Upper\"")),
        new Case("metadata.name", meta("\"name\":\"under_score\"")),
        new Case("metadata.name", meta("\"name\":\"-dash\"")),
        new Case("metadata.name", meta("\"name\":\"" + "a".repeat(254) + "\"")),
        new Case("metadata.name", meta("\"name\":\"caf\u00e9\"")),
        new Case("metadata.name", meta("\"labels\":{}")),
        new Case("metadata.labels", meta("\"name\":\"x\",\"labels\":{\"a b\":\"c\"}")),
        new Case("metadata.labels", meta("\"name\":\"x\",\"labels\":{\"a/b/c\":\"c\"}")),
        new Case("metadata.labels", meta("\"name\":\"x\",\"labels\":{\"/b\":\"c\"}")),
        new Case("metadata.labels", meta("\"name\":\"x\",\"labels\":{\"a\":\"b@c\"}")),
        new Case("metadata.labels", meta("\"name\":\"x\",\"labels\":{\"a\":\"-b\"}")),
        new Case(
            "metadata.labels",
            meta("\"name\":\"x\",\"labels\":{\"a\":\"" + "v".repeat(64) + "\"}")),
        new Case("metadata.annotations", meta("\"name\":\"x\",\"annotations\":{\"a b\":\"c\"}")),
        new Case(
            "metadata.annotations",
            meta("\"name\":\"x\",\"annotations\":{\"a\":\"" + "v".repeat(262_144) + "\"}")),
        new Case("spec.containers", spec("\"containers\":[]")),
        new Case("spec.containers", "{\"metadata\":{\"name\":\"x\"}}"),
        new Case("spec.containers[0].name", spec("\"containers\":[{\"image\":\"i\"}]")),
        new Case("spec.containers[0].image", spec("\"containers\":[{\"name\":\"a\"}]")),
        new Case("spec.containers[0].name", container("\"name\":\"A_b\"")),
        new Case("spec.containers[0].name", container("\"name\":\"a.b\"")),
        new Case("spec.containers[0].name", container("\"name\":\"" + "n".repeat(64) + "\"")),
        new Case(
            "spec.containers[1].name",
            spec(
                "\"containers\":[{\"name\":\"a\",\"image\":\"i\"},{\"name\":\"a\",\"image\":\"i\"}]")),
        new Case(
            "spec.containers[0].env[0].name",
            container("\"name\":\"a\",\"env\":[{\"name\":\"1A\"}]")),
        new Case(
            "spec.containers[0].env[1].name",
            container("\"name\":\"a\",\"env\":[{\"name\":\"OK\"},{\"name\":\"a b\"}]")),
        new Case(
            "spec.containers[0].env[0].name",
            container("\"name\":\"a\",\"env\":[{\"value\":\"v\"}]")),
        new Case(
            "spec.containers[0].ports[0].containerPort",
            container("\"name\":\"a\",\"ports\":[{\"containerPort\":70000}]")),
        new Case(
            "spec.containers[0].ports[0].containerPort",
            container("\"name\":\"a\",\"ports\":[{}]")),
        new Case(
            "spec.containers[0].ports[0].containerPort",
            container("\"name\":\"a\",\"ports\":[{\"containerPort\":-1}]")),
        new Case(
            "spec.containers[0].ports[0].protocol",
            container("\"name\":\"a\",\"ports\":[{\"containerPort\":80,\"protocol\":\"HTTP\"}]")),
        new Case(
            "spec.containers[0].ports[0].name",
            container("\"name\":\"a\",\"ports\":[{\"containerPort\":80,\"name\":\"Web_\"}]")),
        new Case(
            "spec.containers[0].ports[1].name",
            container(
                "\"name\":\"a\",\"ports\":[{\"containerPort\":80,\"name\":\"w\"},{\"containerPort\":81,\"name\":\"w\"}]")),
        new Case(
            "spec.containers[0].resources.limits[cpu]",
            container("\"name\":\"a\",\"resources\":{\"limits\":{\"cpu\":\"-1\"}}")),
        new Case(
            "spec.containers[0].resources.requests",
            container(
                "\"name\":\"a\",\"resources\":{\"limits\":{\"cpu\":\"1\"},\"requests\":{\"cpu\":\"1500m\"}}")),
        new Case(
            "spec.containers[0].resources.requests",
            container(
                "\"name\":\"a\",\"resources\":{\"limits\":{\"memory\":\"1Gi\"},\"requests\":{\"memory\":\"1025Mi\"}}")),
        new Case(
            "spec.containers[0].volumeMounts[0].name",
            container("\"name\":\"a\",\"volumeMounts\":[{\"name\":\"no\",\"mountPath\":\"/x\"}]")),
        new Case(
            "spec.containers[0].imagePullPolicy",
            container("\"name\":\"a\",\"imagePullPolicy\":\"Sometimes\"")),
        new Case("spec.restartPolicy", ok("\"restartPolicy\":\"Sometimes\"")),
        new Case("spec.dnsPolicy", ok("\"dnsPolicy\":\"Nowhere\"")),
        new Case("spec.activeDeadlineSeconds", ok("\"activeDeadlineSeconds\":0")),
        new Case("spec.activeDeadlineSeconds", ok("\"activeDeadlineSeconds\":-5")),
        new Case("spec.activeDeadlineSeconds", ok("\"activeDeadlineSeconds\":2147483648")),
        new Case("spec.hostname", ok("\"hostname\":\"Not.Good\"")),
        new Case("spec.nodeSelector", ok("\"nodeSelector\":{\"a b\":\"c\"}")));
  }

  static List<String> undecodable() {
    return List.of(
        "",
        "not json",
        "[]",
        "\"text\"",
        "{\"metadata\":{\"name\":\"x\"},",
        "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v2\",\"metadata\":{\"name\":\"x\"}}",
        meta("\"name\":\"x\",\"namespace\":\"elsewhere\""),
        meta("\"name\":5"),
        meta("\"name\":\"x\",\"labels\":{\"a\":5}"),
        meta("\"name\":\"x\",\"labels\":[]"),
        spec("\"containers\":\"none\""),
        spec("\"containers\":{}"),
        ok("\"activeDeadlineSeconds\":\"10\""),
        ok("\"activeDeadlineSeconds\":1.5"),
        container("\"name\":\"a\",\"args\":\"one\""),
        container("\"name\":\"a\",\"env\":{\"A\":\"b\"}"),
        container("\"name\":\"a\",\"env\":[{\"name\":\"A\",\"value\":5}]"),
        container("\"name\":\"a\",\"ports\":[{\"containerPort\":\"80\"}]"),
        container("\"name\":\"a\",\"resources\":{\"limits\":{\"cpu\":\"lots\"}}"),
        container("\"name\":\"a\",\"resources\":{\"limits\":{\"memory\":\"1 GB\"}}"),
        container("\"name\":\"a\",\"resources\":{\"requests\":{\"memory\":\"1Q\"}}"));
  }

  private static String meta(String metadata) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{"
        + metadata
        + "},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]}}";
  }

  private static String spec(String spec) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"},\"spec\":{"
        + spec
        + "}}";
  }

  private static String container(String container) {
    return spec("\"containers\":[{\"image\":\"i\"," + container + "}]");
  }

  private static String ok(String more) {
    return spec("\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]," + more);
  }
}
