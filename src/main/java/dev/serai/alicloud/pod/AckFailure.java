package dev.serai.alicloud.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A failure that only ACK has, known by the reason of an event or condition or by a code in its
 * message. The reasons are those of "Custom events of Elastic Container Instance", of "Custom
 * conditions of Elastic Container Instance-based pods" and of "Run Jobs using spot ECI instances";
 * the codes are those of "FAQ about container networks" (ACK), and among the error codes of
 * RunInstances, CreateNetworkInterface and AssignPrivateIpAddresses (ECS).
 */
public enum AckFailure {
  OUT_OF_STOCK(
      "OutOfStock",
      "the instance type is out of stock in its zone",
      "name several eci.specs, or vSwitches in several zones",
      true,
      List.of("StockClose", "ResourceInsufficient"),
      List.of("NoStock")),
  OUT_OF_ADDRESSES(
      "OutOfAddresses",
      "the vSwitch has no address left",
      "add a vSwitch with free addresses to the cluster, or name another in eci.vSwitches",
      true,
      List.of(),
      List.of("IpNotEnough", "QuotaExceeded.PrivateIpAddress")),
  QUOTA_FULL(
      "QuotaFull",
      "the account's quota of elastic instances or disks in this region is used up",
      "delete what is not needed, or ask for more in the Quota Center",
      true,
      List.of("QuotaFull", "DiskCapacityQuotaFull"),
      List.of("QuotaExceed.ElasticQuota")),
  OVERLOADED(
      "EciOverloaded",
      "the service for elastic instances turns requests away for now",
      "wait; it is retried",
      true,
      List.of("Throttling"),
      List.of("service is under heavy load while creating container group")),
  NODE_OUT_OF_INTERFACES(
      "NodeOutOfInterfaces",
      "the node can take no further network interface",
      "use a larger instance type for the node pool, or leave terway.dedicatedEni out",
      false,
      List.of(),
      List.of("EniPerInstanceLimitExceeded")),
  NO_IMAGE_CACHE(
      "ImageCacheFailed",
      "the image cache is not there, or does not hold the image",
      "look at eci.imageCache.id, or leave it out so that the image is pulled",
      false,
      List.of("ImageCacheNotFound", "ImageCacheMissed"),
      List.of()),
  SPOT_RELEASED(
      "SpotReleased",
      "the spot instance was taken back: the market price or the stock changed",
      "run it again, or set eci.spot.fallback",
      false,
      List.of("BidFailed"),
      List.of()),
  SPOT_TO_BE_RELEASED(
      "SpotToBeReleased",
      "the spot instance will be taken back in a few minutes",
      "save what is needed; run it again, or set eci.spot.fallback",
      false,
      List.of("SpotToBeReleased"),
      List.of()),
  NO_PERMISSION(
      "EciNotAuthorized",
      "ECI may not use this account's resources",
      "have the account's owner create the service-linked role AliyunServiceRoleForECI",
      false,
      List.of(),
      List.of("No permission granted to eci service account")),
  NO_BALANCE(
      "InsufficientBalance",
      "the account has not enough money for an instance",
      "top the account up",
      false,
      List.of("InsufficientBalance"),
      List.of());

  private final String reason;
  private final String sentence;
  private final String advice;
  private final boolean full;
  private final Pattern reasons;
  private final Pattern codes;

  AckFailure(
      String reason,
      String sentence,
      String advice,
      boolean full,
      List<String> reasons,
      List<String> codes) {
    this.reason = reason;
    this.sentence = sentence;
    this.advice = advice;
    this.full = full;
    this.reasons = anyOf(reasons);
    this.codes = anyOf(codes);
  }

  /**
   * The failure that an event or a condition with this reason and message means; empty for others.
   */
  public static Optional<AckFailure> of(String reason, String message) {
    return Arrays.stream(values())
        .filter(failure -> failure.isMeantBy(reason, message))
        .findFirst();
  }

  /** The failure that a pod shows in its status, its conditions or its waiting containers. */
  public static Optional<AckFailure> of(Pod pod) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    Stream<Optional<AckFailure>> ofConditions =
        status.getConditions().stream().map(c -> of(text(c.getReason()), text(c.getMessage())));
    Stream<Optional<AckFailure>> ofContainers =
        status.getContainerStatuses().stream()
            .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
            .map(c -> c.getState().getWaiting())
            .map(w -> of(text(w.getReason()), text(w.getMessage())));
    return Stream.of(
            Stream.of(of(text(status.getReason()), text(status.getMessage()))),
            ofConditions,
            ofContainers)
        .flatMap(found -> found)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** One word for an instance's status. */
  public String reason() {
    return reason;
  }

  /** Describes the failure in plain words. */
  public String sentence() {
    return sentence;
  }

  public String advice() {
    return advice;
  }

  /**
   * Whether this cluster or its region takes no more for now, so that another one may: of stock,
   * addresses, quota or patience.
   */
  public boolean isFull() {
    return full;
  }

  private boolean isMeantBy(String reason, String message) {
    return reasons.matcher(reason).matches() || codes.matcher(reason + " " + message).find();
  }

  private static Pattern anyOf(List<String> words) {
    String any = words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile(
        words.isEmpty() ? "(?!)" : "\\b(?:" + any + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
