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
 * @param exitCode of the main container; absent when it never ended by itself
 * @param node that it ran on; empty when it ran on none
 * @param at when it ended, as far as the cluster tells
 * @param log the end of what it has written
 */
public record AttemptOutcome(
    Kind kind,
    String reason,
    String message,
    OptionalInt exitCode,
    String node,
    Instant at,
    LogTail log) {

  /** What an end means for its item. */
  public enum Kind {
    SUCCEEDED,
    /** The program's own failure. */
    FAILED,
    /** Not the program's fault: evicted, node lost, deleted by somebody, image pull, API errors. */
    INFRASTRUCTURE,
    /** It ran longer than its timeout. */
    TIMED_OUT,
    /** Its batch was being ended. */
    CANCELLED,
    /**
     * The request can never become a pod: its environment is unknown, the API server refuses it.
     */
    REFUSED;

    /** Whether the program has come to this end by itself, so that it runs no more. */
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

  /** An end without a container's. */
  public static AttemptOutcome of(Kind kind, String reason, String message, Instant at) {
    return new AttemptOutcome(kind, reason, message, OptionalInt.empty(), "", at, LogTail.NONE);
  }
}
