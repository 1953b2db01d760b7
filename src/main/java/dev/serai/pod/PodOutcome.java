package dev.serai.pod;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a pod of a batch has ended, and what caused that.
 *
 * @param reason one word; empty for a success
 * @param exitCode of the main container; absent when it never exited
 */
public record PodOutcome(
    Through through, String reason, String message, OptionalInt exitCode, Instant at) {

  /** The cause of the end. */
  public enum Through {
    /** The program came to its own, good end. */
    SUCCESS,
    /** The program failed. */
    PROGRAM,
    /** The timeout of the attempt has expired. */
    TIME,
    /** Whatever is not the program's fault. */
    INFRASTRUCTURE
  }

  public PodOutcome {
    Objects.requireNonNull(through, "through is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(exitCode, "exitCode is null");
    Objects.requireNonNull(at, "at is null");
  }
}
