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
   * @throws dev.serai.instance.RequestRejectedException 409 when the key or the name belongs to
   *     another document
   */
  Accepted submit(Submission submission, Iterator<NewItem> items);

  /**
   * What a submission led to.
   *
   * @param repeated whether the batch was there before
   */
  record Accepted(Batch batch, boolean repeated) {}

  /** What there is to know of a batch without counting its items. */
  Optional<BatchHead> head(String id);

  /** The same for a name, which is unique among the batches of its owner. */
  Optional<BatchHead> headByName(String owner, String name);

  /** A batch with the counts of its items, which costs as much as it has items. */
  Optional<Batch> find(String id);

  /**
   * Batches, the newest first.
   *
   * @param before the id of the last batch of the page before
   */
  List<Batch> list(BatchFilter filter, Optional<String> before, int limit);

  /** Which batches are meant; what is absent is not asked for. */
  record BatchFilter(Optional<String> owner, Optional<BatchState> state) {}

  /** All batches that have not ended, with the counts of their items. */
  OpenBatches open();

  /** Whether some batch is being ended. */
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
   * @throws dev.serai.instance.RequestRejectedException 409 when it has not ended
   */
  boolean delete(String batch);
}
