package dev.serai.batch.store;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemCounts;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;

/** A row of the table {@code batch}. */
public record BatchRow(
    String id,
    @Nested BatchSpec spec,
    String digest,
    BatchState state,
    String reason,
    String message,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  /** The columns of {@code batch b} by the names of this record. */
  static final String COLUMNS =
      """
      b.id, b.name, b.owner, b.parallelism, b.priority, b.max_attempts,
      b.max_infrastructure_retries, b.on_failure, b.exit_codes, b.on_timeout,
      b.backoff_initial_ms as backoff_initial, b.backoff_max_ms as backoff_max,
      b.item_timeout_ms as item_timeout, b.deadline_ms as deadline, b.fail_fast,
      b.ttl_after_finished_ms as ttl_after_finished, b.callback_url, b.digest, b.state, b.reason,
      b.message, b.created_at, b.finished_at
      """;

  Batch batch(ItemCounts counts) {
    return new Batch(id, spec, state, reason, message, counts, createdAt, finishedAt);
  }
}
