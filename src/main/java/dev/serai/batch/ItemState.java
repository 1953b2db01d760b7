package dev.serai.batch;

/**
 * The states of a batch's item. An item moves forward through them; only a retry requeues it
 * ({@link #QUEUED}).
 */
public enum ItemState {
  /** Waits to be claimed, or for the end of its backoff. */
  QUEUED,
  /** Claimed by a replica; its pod is being created, or has not started yet. */
  STARTING,
  /** Its pod runs. */
  RUNNING,
  SUCCEEDED,
  /** It failed, or could not be run, and is not retried. */
  FAILED,
  /** Ended by a cancellation, by fail-fast, or by the batch's deadline. */
  CANCELLED,
  /** It ran longer than its timeout, and is not retried. */
  TIMED_OUT;

  /** Whether an item in this state has ended; only a retry on request changes it. */
  public boolean isFinal() {
    return this != QUEUED && !isActive();
  }

  /** Whether it counts against its batch's parallelism. */
  public boolean isActive() {
    return this == STARTING || this == RUNNING;
  }
}
