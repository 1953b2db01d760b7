package dev.serai.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Items as the dispatch and the tracking see them. Replicas may call it concurrently: each change
 * is a conditional update, and a replica that comes second changes nothing.
 */
public interface ItemLedger {

  /**
   * Claims items to be started. Batches with the highest priority come first, among equals the one
   * with the fewest active items, and in a batch the items that are due first. The parallelism of
   * the batch, the limit of its owner and the limit of all batches are observed.
   *
   * @param room the most items to claim
   * @param held the targets at which nothing can be started now; see {@link Claim#target}
   * @param hold the length of the claims' leases; see {@link Claim#leaseExpiresAt}
   */
  List<Claim> claim(String replica, int room, Set<String> held, Duration hold, Instant now);

  /**
   * Takes over expired claims of replicas that died or hang. The attempt keeps its number, so that
   * the pod's name is the same.
   */
  List<Claim> takeOver(String replica, int room, Duration hold, Instant now);

  /**
   * Records that this cluster did not answer the creation of the attempt's pod and may have it. A
   * replica that takes over the claim asks this cluster and no other.
   */
  void markUncertain(AttemptRef ref, String cluster);

  /**
   * Whether this claim is still valid: its attempt has not ended, no pod of it is recorded, and no
   * replica has taken over the claim.
   */
  boolean isCurrent(Claim claim);

  /**
   * Records that the pods of these attempts exist.
   *
   * @return what to do with each pod
   */
  Map<Created, AttemptPodState> created(List<Created> pods);

  /** The same for one. */
  default AttemptPodState created(Created pod) {
    return created(List.of(pod)).get(pod);
  }

  /**
   * A pod that was created, and may be deleted by now.
   *
   * @param cluster the name of the cluster that has it
   */
  record Created(AttemptRef ref, String pod, String uid, String cluster) {}

  /**
   * Records that the attempt's program runs.
   *
   * @return what to do with its pod
   */
  AttemptPodState running(AttemptRef ref, String node, Instant at);

  /** What to do with the pod of an attempt. */
  enum AttemptPodState {
    /** The attempt is the current one of its item: the pod stays. */
    PRESENT,
    /** Its batch is being ended: the pod is stopped. */
    UNWANTED,
    /** The attempt has ended, or its batch was deleted: the pod is deleted. */
    OVER
  }

  /**
   * Releases the claim of an attempt that could not be started now: the item is queued again, and
   * the attempt does not count. An attempt with a pod is not changed, nor one that another claim
   * has acquired since.
   *
   * @param why the message of the item while it waits
   * @param now when the item ends, if its batch is being ended
   */
  void releaseClaim(Claim claim, String why, Instant notBefore, Instant now);

  /**
   * Saves the outcome of an attempt; only the first outcome counts.
   *
   * @return the decision about the item; empty if the attempt had ended before
   */
  Optional<ItemRule> end(AttemptRef ref, AttemptOutcome end, Instant now);

  /**
   * The active attempts of all batches, those of the oldest batch first; for the sweep.
   *
   * @param claimedBefore leaves out attempts that were claimed later
   * @param after the last attempt of the previous page
   */
  List<Active> active(Instant claimedBefore, Optional<AttemptRef> after, int limit);

  /**
   * An attempt that has not ended.
   *
   * @param pod the name of its pod; empty before {@link #created(List)}
   * @param ending whether its batch is being ended
   */
  record Active(
      @Nested AttemptRef ref,
      ItemState state,
      String pod,
      String uid,
      String cluster,
      Instant claimedAt,
      @ColumnName("lease_expires_at") Instant leaseExpiresAt,
      @ColumnName("cancelling") boolean ending) {}

  /**
   * Decides for each attempt, of which a pod was found in a cluster, whether that pod is retained
   * or may be deleted now.
   */
  Map<AttemptRef, PodRetention> keep(List<AttemptRef> refs, Instant now);

  /** The same for one. */
  default PodRetention keep(AttemptRef ref, Instant now) {
    return keep(List.of(ref), now).get(ref);
  }

  /** Whether a pod is retained. */
  enum PodRetention {
    NEEDED,
    /**
     * The program has ended, its outcome is stored, and {@code ttlAfterFinished} has not passed.
     */
    KEPT,
    /** As {@link #KEPT}, but only the pod's status shows whether its program has stopped. */
    KEPT_IF_STOPPED,
    /** The attempt is unknown, or its {@code ttlAfterFinished} has passed. */
    DELETE
  }

  /** Starts to end the batches whose deadline has passed, or that fail fast; returns their ids. */
  List<String> endDue(Instant now);

  /**
   * Ends the batches all of whose items have ended, and returns them. Each is returned to one
   * caller only. The same transaction stores its notifications in the {@link Outbox}.
   */
  List<Batch> finish(Instant now);
}
