package dev.serai.batch;

/**
 * The states of a batch's item. It goes forward through them; only a retry puts it back to {@link
 * #QUEUED}.
 */
public enum ItemState {
  /** Waits for its turn, or for the end of its backoff. */
  QUEUED,
  /** Claimed by a replica; its pod is being made, or has not started yet. */
  STARTING,
  /** Its pod runs. */
  RUNNING,
  SUCCEEDED,
  /** It ended with an error, or could not be run, and is not tried again. */
  FAILED,
  /** Ended by a cancellation, by fail-fast, or by the batch's deadline. */
  CANCELLED,
  /** It ran longer than its timeout, and is not tried again. */
  TIMED_OUT;

  /** Whether nothing more happens to an item in this state, unless somebody asks for a retry. */
  public boolean isFinal() {
    return this != QUEUED && !isActive();
  }

  /** Whether it holds a place of its batch's parallelism. */
  public boolean isActive() {
    return this == STARTING || this == RUNNING;
  }
}
