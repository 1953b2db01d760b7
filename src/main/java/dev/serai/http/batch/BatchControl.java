package dev.serai.http.batch;

import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.RequestRejectedException;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Bean {@code batchControl}: cancels, pauses, resumes, retries and deletes batches. A batch that is
 * already in the requested state is not an error, so that a request whose response was lost can be
 * sent again.
 */
public final class BatchControl {

  /** Property: how many items were queued for retry. */
  static final String RETRIED = ExchangeNames.RETRIED;

  private final BatchStore store;
  private final Clock clock;

  public BatchControl(BatchStore store, Clock clock) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  public BatchHead cancel(@Body BatchHead batch) {
    boolean begun = store.cancel(batch.id(), "Cancelled", "cancelled on request", clock.instant());
    BatchHead now = again(batch);
    if (begun || now.state() == BatchState.CANCELLING || now.state() == BatchState.CANCELLED) {
      return now;
    }
    throw wrong(now, "cancelled", "it has already ended; DELETE removes it");
  }

  public BatchHead pause(@Body BatchHead batch) {
    boolean paused = store.pause(batch.id());
    BatchHead now = again(batch);
    if (paused || now.state() == BatchState.PAUSED) {
      return now;
    }
    throw wrong(now, "paused", "only a batch that is RUNNING can be");
  }

  public BatchHead resume(@Body BatchHead batch) {
    boolean resumed = store.resume(batch.id());
    BatchHead now = again(batch);
    if (resumed || now.state() == BatchState.RUNNING) {
      return now;
    }
    throw wrong(
        now,
        "resumed",
        now.state().isFinal()
            ? "it has ended; POST .../retry retries its failed items"
            : "only a batch that is PAUSED can be");
  }

  /** Queues the failed and timed-out items for retry. */
  public BatchHead retry(@Body BatchHead batch, Exchange exchange) {
    if (batch.state() == BatchState.CANCELLING) {
      throw wrong(batch, "retried", "wait until it has ended");
    }
    int retried = store.retryFailed(batch.id(), clock.instant());
    if (retried == 0 && batch.state().isFinal()) {
      throw wrong(batch, "retried", "none of its items has failed" + cancelledHint(batch));
    }
    exchange.setProperty(RETRIED, retried);
    return batch;
  }

  /** Removes a batch that has ended, with its items and their logs. */
  public void delete(@Body BatchHead batch) {
    if (!batch.state().isFinal()) {
      throw wrong(batch, "deleted", "cancel it first, and wait until it has ended");
    }
    store.delete(batch.id());
  }

  private String cancelledHint(BatchHead batch) {
    int cancelled =
        store.find(batch.id()).map(found -> found.counts().of(ItemState.CANCELLED)).orElse(0);
    return cancelled == 0
        ? ""
        : "; %d stay cancelled: submit them as another batch".formatted(cancelled);
  }

  private BatchHead again(BatchHead batch) {
    return store
        .head(batch.id())
        .orElseThrow(() -> RequestRejectedException.notFound("batch", batch.id()));
  }

  private static RequestRejectedException wrong(BatchHead batch, String done, String what) {
    return RequestRejectedException.conflict(
        "batch %s is %s and can't be %s: %s".formatted(batch.id(), batch.state(), done, what));
  }
}
