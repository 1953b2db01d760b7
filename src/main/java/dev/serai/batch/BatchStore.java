package dev.serai.batch;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Batches as their owners see them: submission, reading, control. Every change is one transaction,
 * so that a killed process leaves the whole change or nothing.
 */
public interface BatchStore {

  /**
   * Stores a batch with all of its items, in bounded memory.
   *
   * @param items read once, in the order of their positions
   * @return the batch, which may be that of an earlier submission
   * @throws dev.serai.instance.RequestRejectedException 409 when the key or the name belongs to
   *     another document
   */
  Accepted submit(Submission submission, Iterator<NewItem> items);

  /**
   * The result of a submission.
   *
   * @param repeated whether the batch existed before
   */
  record Accepted(Batch batch, boolean repeated) {}

  /** Reads a batch without counting its items. */
  Optional<BatchHead> head(String id);

  /** Reads a batch by its name, which is unique among the batches of its owner. */
  Optional<BatchHead> headByName(String owner, String name);

  /** Reads a batch and counts its items; the cost grows with the number of items. */
  Optional<Batch> find(String id);

  /**
   * Batches, the newest first.
   *
   * @param before the id of the last batch of the page before
   */
  List<Batch> list(BatchFilter filter, Optional<String> before, int limit);

  /** Conditions for a list of batches; an absent one matches all. */
  record BatchFilter(Optional<String> owner, Optional<BatchState> state) {}

  /** All batches that have not ended, with the counts of their items. */
  OpenBatches open();

  /** Whether any batch is being ended. */
  boolean isAnyCancelling();

  Optional<Item> item(String batch, String itemId);

  /**
   * Items in the order of their positions.
   *
   * @param after a position; -1 for the beginning
   */
  List<Item> items(String batch, Optional<ItemState> state, int after, int limit);

  /** One attempt, with the text of its log. */
  Optional<Attempt> attempt(AttemptRef ref);

  /** All attempts at an item, the first one first, without the texts of their logs. */
  List<Attempt> attempts(String batch, int position);

  /**
   * The last attempts at items, in the order of their positions; for results.
   *
   * @param withLogs whether the texts of their logs are read, which are long; else they are empty
   */
  List<Attempt> lastAttempts(String batch, List<Integer> positions, boolean withLogs);

  /**
   * Starts to end a batch: no item is started any more, queued items become {@link
   * ItemState#CANCELLED}, and the tracking stops active ones. A batch that is being ended or has
   * ended is not changed.
   *
   * @param reason {@code Cancelled}, {@code FailFast} or {@code DeadlineExceeded}
   * @return whether this call has changed the batch
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
   * Queues the failed and timed-out items again and resets their failure counts. A batch that had
   * ended runs again, without its deadline.
   *
   * @return the number of items queued
   */
  int retryFailed(String batch, Instant now);

  /**
   * Removes a batch that has ended, with its items, attempts and logs.
   *
   * @return whether it existed
   * @throws dev.serai.instance.RequestRejectedException 409 when it has not ended
   */
  boolean delete(String batch);
}
