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
 * Items as the dispatch and the tracking see them. Any number of replicas may call it at once: each
 * change is a conditional update, and who comes second is told so.
 */
public interface ItemLedger {

  /**
   * Claims items to be started: of the batches with the highest priority first, among those the one
   * with the fewest active items first; within the batch's parallelism, its owner's limit, and the
   * limit of all; what is due first.
   *
   * @param room how many at most
   * @param held the targets that nothing can be started at for now; see {@link Claim#target}
   * @param hold how long the claims are good; see {@link Claim#until}
   */
  List<Claim> claim(String replica, int room, Set<String> held, Duration hold, Instant now);

  /**
   * Claims that are over, of replicas that died or hang: they are this replica's now, with the same
   * number of attempt, so that the pod's name is the same.
   */
  List<Claim> takeOver(String replica, int room, Duration hold, Instant now);

  /**
   * The pod of this attempt may have been made in this cluster, which did not answer: whoever takes
   * up the claim asks there, and nowhere else.
   */
  void markUncertain(AttemptRef ref, String cluster);

  /**
   * Whether this claim still stands: its attempt has no end and nobody has noted a pod of it, or
   * taken up the claim.
   */
  boolean isCurrent(Claim claim);

  /**
   * The pods of these attempts exist.
   *
   * @return what to do with each
   */
  Map<Created, AttemptPodState> created(List<Created> pods);

  /** The same for one. */
  default AttemptPodState created(Created pod) {
    return created(List.of(pod)).get(pod);
  }

  /**
   * A pod that exists, or did.
   *
   * @param cluster the name of the cluster that has it
   */
  record Created(AttemptRef ref, String pod, String uid, String cluster) {}

  /**
   * The attempt's program runs.
   *
   * @return what to do with its pod
   */
  AttemptPodState running(AttemptRef ref, String node, Instant at);

  /** What is to be done with the pod of an attempt. */
  enum AttemptPodState {
    /** It is the item's present attempt. */
    PRESENT,
    /** Its batch is being ended: stop it. */
    UNWANTED,
    /** It has an end already, or its batch is gone: delete it. */
    OVER
  }

  /**
   * The attempt could not be begun for now, through no fault of its own: the item is queued again,
   * and the attempt counts for nothing. One whose pod exists or runs goes on as it is, and so does
   * one that has been claimed by another claim since.
   *
   * @param why shown while it waits
   * @param now when its item ends, should its batch be being ended
   */
  void releaseClaim(Claim claim, String why, Instant notBefore, Instant now);

  /**
   * The attempt has ended. The first end counts.
   *
   * @return what has become of the item; empty when the attempt had an end already
   */
  Optional<ItemRule> end(AttemptRef ref, AttemptOutcome end, Instant now);

  /**
   * Attempts that go on, of every batch, those of the oldest batch first; for the sweep.
   *
   * @param claimedBefore leaves out those that have just begun
   * @param after the last one of the page before
   */
  List<Active> active(Instant claimedBefore, Optional<AttemptRef> after, int limit);

  /**
   * An attempt that goes on.
   *
   * @param pod the name that it has or will have; empty before {@link #created(List)}
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
   * Of each attempt, whether its pod may be deleted now, and whether it may still be needed: for
   * pods that are found in the cluster.
   */
  Map<AttemptRef, PodRetention> keep(List<AttemptRef> refs, Instant now);

  /** The same for one. */
  default PodRetention keep(AttemptRef ref, Instant now) {
    return keep(List.of(ref), now).get(ref);
  }

  /** Whether a pod is still needed. */
  enum PodRetention {
    NEEDED,
    /** Its program has ended, its results are stored, and its {@code ttlAfterFinished} runs. */
    KEPT,
    /** The same, except that only the pod says whether its program has stopped. */
    KEPT_IF_STOPPED,
    /** Nobody knows it, or it is over. */
    DELETE
  }

  /** Begins to end the batches whose deadline is over, or that fail fast; returns their ids. */
  List<String> endDue(Instant now);

  /**
   * Ends the batches all of whose items have ended, and returns them. Each is returned to one
   * caller only; that it is told of is noted in the same transaction, see {@link Outbox}.
   */
  List<Batch> finish(Instant now);
}
