package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.base.NearestName;
import dev.serai.instance.JsonKind;
import dev.serai.instance.RequestRejectedException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A volume of OSS, NAS or a disk by its PersistentVolumeClaim, mounted into the main container. As
 * "Mount a statically provisioned NAS volume" has it, a pod names nothing but the claim.
 *
 * @param subPath the folder of the volume that is mounted; empty for all of it
 * @param second whether the second container gets it as well
 */
record ClaimMount(
    SectionPath at,
    String claim,
    String mountPath,
    String subPath,
    boolean readOnly,
    boolean second) {

  static final List<String> KEYS = List.of("claim", "mountPath", "readOnly", "second", "subPath");

  private static final ValueType<String> PATH =
      AckValueTypes.text(
          Pattern.compile("(?!.*/\\.\\.?(?:/|$))(?:/[^/:\\p{Cntrl}]{1,200}){1,20}"),
          "an absolute path like /data");
  private static final ValueType<String> SUB_PATH =
      AckValueTypes.text(
          Pattern.compile(
              "(?!(?:.*/)?\\.\\.?(?:/|$))[^/\\p{Cntrl}]{1,200}(?:/[^/\\p{Cntrl}]{1,200}){0,20}"),
          "a path inside the volume, like team/data");

  static ClaimMount read(JsonNode value, SectionPath at) {
    if (!value.isObject()) {
      throw at.fault("is " + JsonKind.of(value) + "; an object is expected");
    }
    value.fieldNames().forEachRemaining(key -> checkKey(key, at));
    return new ClaimMount(
        at,
        IdFormats.DNS_NAME.read(required(value, "claim", at), at.key("claim")),
        PATH.read(required(value, "mountPath", at), at.key("mountPath")),
        value.has("subPath") ? SUB_PATH.read(value.get("subPath"), at.key("subPath")) : "",
        flag(value, "readOnly", at),
        flag(value, "second", at));
  }

  private static void checkKey(String key, SectionPath at) {
    if (!KEYS.contains(key)) {
      throw at.key(key).fault("is unknown; did you mean " + NearestName.of(key, KEYS) + "?");
    }
  }

  private static JsonNode required(JsonNode value, String key, SectionPath at) {
    if (!value.hasNonNull(key)) {
      throw at.fault("needs " + key);
    }
    return value.get(key);
  }

  private static boolean flag(JsonNode value, String key, SectionPath at) {
    return value.has(key) && AckValueTypes.flag().read(value.get(key), at.key(key));
  }

  @Override
  public String toString() {
    return "ClaimMount[" + RequestRejectedException.excerpt(claim) + "]";
  }
}
