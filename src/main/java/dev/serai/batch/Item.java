package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * An item as it is stored.
 *
 * @param attempt the number of the last attempt; 0 before the first
 * @param failures how many attempts failed through the program or timed out, since the submission
 *     or the last retry on request
 * @param infrastructureFailures how many attempts ended by an infrastructure failure since then
 * @param reason of the last attempt's end, or why the item waits; else empty
 * @param exitCode of the last attempt that has one
 * @param notBefore its earliest start; absent if it may be started immediately
 */
public record Item(
    String batch,
    int position,
    String id,
    ItemState state,
    int attempt,
    int failures,
    @ColumnName("infrastructure_failures") int infrastructureFailures,
    String reason,
    String message,
    OptionalInt exitCode,
    Optional<Instant> notBefore,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  public Item {
    Objects.requireNonNull(batch, "batch is null");
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(exitCode, "exitCode is null");
    Objects.requireNonNull(notBefore, "notBefore is null");
    Objects.requireNonNull(startedAt, "startedAt is null");
    Objects.requireNonNull(finishedAt, "finishedAt is null");
  }
}
