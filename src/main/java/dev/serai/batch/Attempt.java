package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt at an item, as it is stored.
 *
 * @param pod the pod's name; empty until the pod is known to exist
 * @param uid of the pod; empty until it is known
 * @param cluster that the pod is in; empty until it is known
 * @param node empty until it is known
 * @param replica that claimed it
 * @param startedAt when its program began to run
 * @param end absent until the attempt has ended
 */
public record Attempt(
    AttemptRef ref,
    String pod,
    String uid,
    String cluster,
    String node,
    String replica,
    Instant claimedAt,
    Optional<Instant> startedAt,
    Optional<AttemptOutcome> end) {

  public Attempt {
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(pod, "pod is null");
    Objects.requireNonNull(uid, "uid is null");
    Objects.requireNonNull(cluster, "cluster is null");
    Objects.requireNonNull(node, "node is null");
    Objects.requireNonNull(replica, "replica is null");
    Objects.requireNonNull(claimedAt, "claimedAt is null");
    Objects.requireNonNull(startedAt, "startedAt is null");
    Objects.requireNonNull(end, "end is null");
  }
}
