package dev.serai.pod;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The attempt at a batch's item that a pod is made for.
 *
 * @param store the name of the database that knows it, fit for a label
 * @param ref what the annotation {@value PodContract#ATTEMPT} says; no other attempt has it
 * @param batch the batch's id
 * @param position the item's place in its batch
 * @param number of the attempt, from 1
 * @param itemId the item's id
 * @param timeout how long it may run; the kubelet ends it then
 */
public record BatchAttempt(
    String store,
    String ref,
    String batch,
    int position,
    int number,
    String itemId,
    Optional<Duration> timeout) {

  public BatchAttempt {
    Objects.requireNonNull(store, "store is null");
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(batch, "batch is null");
    Objects.requireNonNull(itemId, "itemId is null");
    Objects.requireNonNull(timeout, "timeout is null");
  }

  /**
   * The name of its pod: the API server refuses a second one. A batch's id is random, so that no
   * other batch's pods have such names.
   */
  public static String podName(String batch, int position, int number) {
    return InstanceName.slug(batch) + "-" + position + "-" + number;
  }

  String podName() {
    return podName(batch, position, number);
  }

  /** How its label names the item; also where else only such characters may stand. */
  public static String itemLabel(String itemId) {
    return LabelText.value(itemId);
  }

  /** The variables that its containers get; a request cannot override them. */
  Map<String, String> variables() {
    return Map.of(
        "SERAI_BATCH_ID", batch, "SERAI_ITEM_ID", itemId, "SERAI_ATTEMPT", String.valueOf(number));
  }

  /** Rounded up, and at least one, as Kubernetes wants it. */
  Optional<Long> activeDeadlineSeconds() {
    return timeout.map(time -> Math.max(1, time.toSeconds() + (time.toNanosPart() > 0 ? 1 : 0)));
  }
}
