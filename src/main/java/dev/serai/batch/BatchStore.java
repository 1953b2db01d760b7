package dev.serai.batch;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Batches as their owners see them: submission, reading, control. Every change is one transaction,
 * so that a killed process leaves all of it or nothing.
 */
public interface BatchStore {

  /**
   * Stores a batch with all of its items, in bounded memory.
   *
   * @param items read once, in the order of their positions
   * @return the batch, which may be that of an earlier submission
   * @throws dev.serai.instance.Refusal 409 when the key or the name belongs to another document
   */
  Accepted submit(Submission submission, Iterator<NewItem> items);

  /**
   * What a submission led to.
   *
   * @param repeated whether the batch was there before
   */
  record Accepted(Batch batch, boolean repeated) {}

  Optional<Batch> find(String id);

  /** The batch of this name, which is unique among its owner's. */
  Optional<Batch> findByName(String owner, String name);

  /**
   * Batches, the newest first.
   *
   * @param before the id of the last batch of the page before
   */
  List<Batch> list(BatchFilter filter, Optional<String> before, int limit);

  /** Which batches are meant; what is absent is not asked for. */
  record BatchFilter(Optional<String> owner, Optional<BatchState> state) {}

  Optional<Item> item(String batch, String itemId);

  /**
   * Items in the order of their positions.
   *
   * @param after a position; -1 for the beginning
   */
  List<Item> items(String batch, Optional<ItemState> state, int after, int limit);

  /** All attempts at an item, the first one first. */
  List<Attempt> attempts(String batch, int position);

  /**
   * The last attempts at items, in the order of their positions; for results.
   *
   * @param withLogs whether their logs are read, which are long; else they are {@link LogTail#NONE}
   */
  List<Attempt> lastAttempts(String batch, List<Integer> positions, boolean withLogs);

  /**
   * Begins to end a batch: nothing of it is started any more, what is queued is {@link
   * ItemState#CANCELLED}, and what is active is stopped by the tracking. Of a batch that is being
   * ended or has ended nothing changes.
   *
   * @param reason {@code Cancelled}, {@code FailFast} or {@code DeadlineExceeded}
   * @return whether this call has begun it
   */
  boolean cancel(String batch, String reason, String message, Instant now);

  /**
   * @return whether it was running
   */
  boolean pause(String batch);

  /**
   * @return whether it was paused
   */
  boolean resume(String batch);

  /**
   * Queues the failed and timed-out items anew, with budgets as at the beginning. A batch that had
   * ended runs again; its deadline does not hold for what is retried.
   *
   * @return how many
   */
  int retryFailed(String batch, Instant now);

  /**
   * Removes a batch that has ended, with all that was kept of it.
   *
   * @return whether it was there
   * @throws dev.serai.instance.Refusal 409 when it has not ended
   */
  boolean delete(String batch);
}
