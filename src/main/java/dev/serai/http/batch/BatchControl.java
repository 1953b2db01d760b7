package dev.serai.http.batch;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import dev.serai.instance.Refusal;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Bean {@code batchControl}: what may be done to a batch. What is so already is not refused, so
 * that a request whose answer was lost can be sent again.
 */
public final class BatchControl {

  /** Property: how many items were queued anew. */
  static final String RETRIED = "SeraiRetried";

  private final BatchStore store;
  private final Clock clock;

  public BatchControl(BatchStore store, Clock clock) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  public Batch cancel(@Body Batch batch) {
    boolean begun = store.cancel(batch.id(), "Cancelled", "cancelled on request", clock.instant());
    Batch now = again(batch);
    if (begun || now.state() == BatchState.CANCELLING || now.state() == BatchState.CANCELLED) {
      return now;
    }
    throw wrong(now, "cancelled", "it has ended already; DELETE removes it");
  }

  public Batch pause(@Body Batch batch) {
    boolean paused = store.pause(batch.id());
    Batch now = again(batch);
    if (paused || now.state() == BatchState.PAUSED) {
      return now;
    }
    throw wrong(now, "paused", "only a batch that is RUNNING can be");
  }

  public Batch resume(@Body Batch batch) {
    boolean resumed = store.resume(batch.id());
    Batch now = again(batch);
    if (resumed || now.state() == BatchState.RUNNING) {
      return now;
    }
    throw wrong(
        now,
        "resumed",
        now.state().isFinal()
            ? "it has ended; POST .../retry queues its failed items anew"
            : "only a batch that is PAUSED can be");
  }

  /** Queues the failed and timed-out items anew. */
  public Batch retry(@Body Batch batch, Exchange exchange) {
    if (batch.state() == BatchState.CANCELLING) {
      throw wrong(batch, "retried", "wait until it has ended");
    }
    if (batch.state().isFinal() && failed(batch) == 0) {
      throw wrong(batch, "retried", "none of its items has failed" + cancelledHint(batch));
    }
    exchange.setProperty(RETRIED, store.retryFailed(batch.id(), clock.instant()));
    return again(batch);
  }

  /** Removes a batch that has ended, with its items and their logs. */
  public void delete(@Body Batch batch) {
    if (!batch.state().isFinal()) {
      throw wrong(batch, "deleted", "cancel it first, and wait until it has ended");
    }
    store.delete(batch.id());
  }

  private static String cancelledHint(Batch batch) {
    int cancelled = batch.counts().of(ItemState.CANCELLED);
    return cancelled == 0
        ? ""
        : "; %d were cancelled, and stay so: submit them as another batch".formatted(cancelled);
  }

  private static int failed(Batch batch) {
    return batch.counts().of(ItemState.FAILED) + batch.counts().of(ItemState.TIMED_OUT);
  }

  private Batch again(Batch batch) {
    return store.find(batch.id()).orElseThrow(() -> Refusal.notFound("batch", batch.id()));
  }

  private static Refusal wrong(Batch batch, String done, String what) {
    return Refusal.conflict(
        "batch %s is %s and can't be %s: %s".formatted(batch.id(), batch.state(), done, what));
  }
}
