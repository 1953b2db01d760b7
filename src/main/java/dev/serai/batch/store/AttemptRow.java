package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.LogTail;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A row of the table {@code attempt}, joined with its row of {@code attempt_log}, if there is one.
 */
public record AttemptRow(
    @Nested AttemptRef ref,
    String pod,
    String uid,
    String cluster,
    String node,
    String replica,
    Instant claimedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<AttemptOutcome.Kind> outcome,
    String reason,
    String message,
    OptionalInt exitCode,
    boolean logAvailable,
    boolean logTruncated,
    String logContent) {

  /** All columns but the content of the log, by the names of this record. */
  private static final String COLUMNS =
      """
      a.batch_id as batch, a.position, a.number, a.pod, a.uid, a.cluster, a.node, a.replica,
      a.claimed_at, a.started_at, a.ended_at, a.outcome, a.reason, a.message, a.exit_code,
      l.number is not null as log_available, coalesce(l.truncated, false) as log_truncated
      """;

  static final String WITH_LOG = COLUMNS + ", coalesce(l.content, '') as log_content";

  /** Reads only whether there is a log, because logs are long. */
  static final String WITHOUT_LOG = COLUMNS + ", '' as log_content";

  /** It must follow {@code attempt a}. */
  static final String JOIN_LOG =
      """
       left join attempt_log l
       on l.batch_id = a.batch_id and l.position = a.position and l.number = a.number
      """;

  Attempt attempt() {
    return new Attempt(
        ref, pod, uid, cluster, node, replica, claimedAt, startedAt, endedAt.map(this::end));
  }

  private AttemptOutcome end(Instant at) {
    LogTail log = logAvailable ? new LogTail(logContent, logTruncated, true) : LogTail.NONE;
    return new AttemptOutcome(outcome.orElseThrow(), reason, message, exitCode, node, at, log);
  }
}
