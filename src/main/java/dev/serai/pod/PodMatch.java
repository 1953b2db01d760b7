package dev.serai.pod;

import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** How a pod that was found under a plan's name relates to the plan. */
public enum PodMatch {
  /** Made by this very plan, in an attempt whose answer was lost. */
  SAME_REQUEST,
  /** Made by an earlier request with the same key and content: its instance is the answer. */
  REPEAT,
  /**
   * It has the same key, but is terminating, which counts as deleted: create it again once it is
   * gone.
   */
  TERMINATING,
  /** Somebody else's under a random name: plan again. */
  COLLISION;

  /**
   * Compares the annotations, which alone decide.
   *
   * @throws RequestRejectedException 409 when the same key came with another request, or the key's
   *     name is taken by a pod that is not the key's
   */
  public static PodMatch of(Pod existing, InstancePlan plan) {
    Map<String, String> annotations = existing.getMetadata().getAnnotations();
    Map<String, String> found = annotations == null ? Map.of() : annotations;
    if (plan.attemptId().equals(found.get(PodContract.REQUEST_ID))) {
      return SAME_REQUEST;
    }
    if (plan.batchAttempt().isPresent()) {
      return ofAttempt(found, plan.batchAttempt().get());
    }
    if (plan.idempotencyKey().isEmpty()) {
      return COLLISION;
    }
    boolean sameKey =
        plan.idempotencyKey().get().equals(found.get(PodContract.IDEMPOTENCY_KEY))
            && plan.request().owner().equals(found.getOrDefault(PodContract.OWNER, ""));
    if (!sameKey) {
      throw RequestRejectedException.conflict(
          InstancePlanner.KEY_FIELD
              + " can't be used: its pod name, "
              + plan.id()
              + ", is taken by a pod that was not made for it");
    }
    if (existing.getMetadata().getDeletionTimestamp() != null) {
      return TERMINATING;
    }
    if (!plan.requestDigest().equals(found.get(PodContract.REQUEST_DIGEST))) {
      throw RequestRejectedException.conflict(
          InstancePlanner.KEY_FIELD
              + " was used for another request, which made the instance "
              + plan.id()
              + "; give every new request a new key");
    }
    return REPEAT;
  }

  /**
   * The attempt's own pod, whichever replica made it, even if it is terminating: it shows the
   * attempt's outcome, and another pod would be a second run.
   */
  private static PodMatch ofAttempt(Map<String, String> found, BatchAttempt attempt) {
    if (!attempt.ref().equals(found.get(PodContract.ATTEMPT))) {
      throw RequestRejectedException.conflict(
          "the pod name "
              + attempt.podName()
              + " is taken by a pod that was not made for this attempt");
    }
    return SAME_REQUEST;
  }
}
