package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A batch as it is stored.
 *
 * @param reason why it is being or was ended early: {@code Cancelled}, {@code FailFast}, {@code
 *     DeadlineExceeded}; else empty
 * @param message the reason in a sentence
 * @param finishedAt when its last item ended
 */
public record Batch(
    String id,
    BatchSpec spec,
    BatchState state,
    String reason,
    String message,
    ItemCounts counts,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  public Batch {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(spec, "spec is null");
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(counts, "counts is null");
    Objects.requireNonNull(createdAt, "createdAt is null");
    Objects.requireNonNull(finishedAt, "finishedAt is null");
  }
}
