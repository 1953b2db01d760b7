package dev.serai.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How an attempt ended.
 *
 * @param reason one word, like {@code Error}, {@code OOMKilled}, {@code Evicted}; empty for a
 *     success
 * @param message a sentence for people; empty where there is no more to say
 * @param exitCode of the main container; absent when it did not terminate on its own
 * @param node that it ran on; empty when it ran on none
 * @param at when it ended, according to the cluster
 * @param log the end of its log
 */
public record AttemptOutcome(
    Kind kind,
    String reason,
    String message,
    OptionalInt exitCode,
    String node,
    Instant at,
    LogTail log) {

  /** What an outcome means for its item. */
  public enum Kind {
    SUCCEEDED,
    /** The program failed. */
    FAILED,
    /** Not the program's fault: evicted, node lost, pod deleted, image pull, API errors. */
    INFRASTRUCTURE,
    /** It ran longer than its timeout. */
    TIMED_OUT,
    /** It was stopped, because its batch was being ended. */
    CANCELLED,
    /** No pod can be created: the environment is unknown, or the API server rejects the pod. */
    REFUSED;

    /** Whether the program itself ended in this way, so that it no longer runs. */
    public boolean isOfProgram() {
      return this == SUCCEEDED || this == FAILED;
    }
  }

  public AttemptOutcome {
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(exitCode, "exitCode is null");
    Objects.requireNonNull(node, "node is null");
    Objects.requireNonNull(at, "at is null");
    Objects.requireNonNull(log, "log is null");
  }

  /** An outcome without exit code, node and log. */
  public static AttemptOutcome of(Kind kind, String reason, String message, Instant at) {
    return new AttemptOutcome(kind, reason, message, OptionalInt.empty(), "", at, LogTail.NONE);
  }
}
