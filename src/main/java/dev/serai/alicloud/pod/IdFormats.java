package dev.serai.alicloud.pod;

import dev.serai.instance.InstanceRequest;
import java.util.regex.Pattern;

/** The forms of names and ids that Alibaba Cloud and Kubernetes give out. */
final class IdFormats {

  private static final String LABEL_NAME = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
  private static final String DNS_SUBDOMAIN =
      "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*";

  static final ValueType<String> SPEC =
      AckValueTypes.text(
          Pattern.compile(
              "\\d{1,3}(?:\\.\\d{1,2})?-\\d{1,4}(?:\\.\\d{1,2})?Gi|ecs(?:\\.[a-z0-9-]{1,32}){2}"),
          "cpu and memory like 2-4Gi, or an instance type like ecs.c6.xlarge");
  static final ValueType<String> V_SWITCH = id("vsw");
  static final ValueType<String> SECURITY_GROUP = id("sg");
  static final ValueType<String> IMAGE_CACHE = id("imc");
  static final ValueType<String> EIP = id("eip");
  static final ValueType<String> BANDWIDTH_PACKAGE = id("cbwp");

  /** One in another region has the region before it: {@code cn-beijing:cri-...}. */
  static final ValueType<String> ACR_INSTANCE =
      AckValueTypes.text(
          Pattern.compile("(?:[a-z0-9-]{2,32}:)?cri-[a-z0-9]{1,40}"),
          "the id of a registry instance, like cri-abc or cn-beijing:cri-abc");

  /** The form of a RAM role's name. */
  static final ValueType<String> RAM_ROLE =
      AckValueTypes.text(Pattern.compile("[A-Za-z0-9.-]{1,64}"), "the name of a RAM role");

  /** Colons and commas part tags from one another. */
  static final ValueType<String> TAG =
      AckValueTypes.text(
          Pattern.compile("[^\\p{Cntrl}:,]{1,128}"), "1 to 128 characters without colon and comma");

  static final ValueType<String> STORAGE =
      AckValueTypes.text(Pattern.compile("[1-9]\\d{0,4}Gi"), "a size in whole GiB, like 50Gi");
  static final ValueType<String> BANDWIDTH =
      AckValueTypes.text(Pattern.compile("[1-9]\\d{0,5}[kMG]"), "bits a second, like 10M");
  static final ValueType<String> DNS_NAME =
      AckValueTypes.text(
          Pattern.compile(DNS_SUBDOMAIN), "a name of lower-case letters, digits, '-' and '.'");
  static final ValueType<String> GPU_MODEL =
      AckValueTypes.text(Pattern.compile(LABEL_NAME), "the name of a GPU model series, like T4");
  static final ValueType<String> LABEL_VALUE =
      AckValueTypes.text(Pattern.compile("|" + LABEL_NAME), "the value of a label");

  private static final ValueType<String> ANY_LABEL_KEY =
      AckValueTypes.text(
          Pattern.compile("(?:" + DNS_SUBDOMAIN.replace("$", "/") + "/)?" + LABEL_NAME),
          "the key of a label");

  /** A key that says nothing to Serai or to ACK's schedulers. */
  static final ValueType<String> LABEL_KEY =
      (value, at) -> {
        String key = ANY_LABEL_KEY.read(value, at);
        if (InstanceRequest.isReservedKey(key)
            || key.startsWith("alibabacloud.com/")
            || key.startsWith("k8s.aliyun.com/")) {
          throw at.fault("is a reserved key");
        }
        return key;
      };

  private IdFormats() {}

  private static ValueType<String> id(String prefix) {
    return AckValueTypes.text(
        Pattern.compile(prefix + "-[a-z0-9]{1,40}"), "an id like " + prefix + "-bp1abc");
  }
}
