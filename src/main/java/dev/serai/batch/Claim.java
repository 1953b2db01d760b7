package dev.serai.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A time-limited right to create the pod of one attempt.
 *
 * @param itemId the item's id
 * @param batchName the batch's name, or its id when it has none
 * @param request the body of the creation, in JSON
 * @param timeout how long the attempt may run
 * @param leaseExpiresAt when another replica may take over the claim: no creation may be sent after
 *     it
 * @param takenOver whether an earlier claim of the attempt may have created its pod
 * @param uncertainCluster the cluster that may have its pod: it did not answer the creation of an
 *     earlier claim
 */
public record Claim(
    AttemptRef ref,
    String itemId,
    String batchName,
    String owner,
    String target,
    String request,
    Optional<Duration> timeout,
    Instant leaseExpiresAt,
    boolean takenOver,
    Optional<String> uncertainCluster) {

  public Claim {
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(itemId, "itemId is null");
    Objects.requireNonNull(batchName, "batchName is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(target, "target is null");
    Objects.requireNonNull(request, "request is null");
    Objects.requireNonNull(timeout, "timeout is null");
    Objects.requireNonNull(leaseExpiresAt, "leaseExpiresAt is null");
    Objects.requireNonNull(uncertainCluster, "uncertainCluster is null");
  }

  /** Names the attempt only, because the request may hold secrets. */
  @Override
  public String toString() {
    return "Claim[" + ref + "]";
  }
}
