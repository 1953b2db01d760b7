package dev.serai.batch;

/** The states of a batch. */
public enum BatchState {
  /** Its items are started while there is capacity. */
  RUNNING,
  /** No item is started; running items continue. */
  PAUSED,
  /**
   * It is being ended, by a cancellation, by fail-fast or by its deadline; items are being stopped.
   */
  CANCELLING,
  /** Every item has succeeded. */
  SUCCEEDED,
  /** An item has failed or timed out, or fail-fast or the deadline has ended the batch. */
  FAILED,
  CANCELLED;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
