package dev.serai.http.batch.stream;

import dev.serai.base.DaemonThreads;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.DatabaseUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the watched batches: each once per interval, however many listeners it has. */
public final class BatchWatches implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchWatches.class);

  private final BatchStore store;
  private final Duration interval;
  private final Map<String, Watch> watches = new HashMap<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("batch-watch"));
  private boolean closed;

  /**
   * @param interval between two reads of a batch
   */
  public BatchWatches(BatchStore store, Duration interval) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.interval = Objects.requireNonNull(interval, "interval is null");
  }

  /** Starts to watch a batch; the caller closes the listener. */
  Listener listen(String id) {
    Optional<Batch> batch = store.find(id);
    synchronized (watches) {
      Watch watch = watches.computeIfAbsent(id, unused -> new Watch(id, batch));
      watch.listeners++;
      return new Listener(watch);
    }
  }

  /** Wakes all listeners when the server stops. */
  @Override
  public void close() {
    looking.shutdownNow();
    synchronized (watches) {
      closed = true;
      watches.values().forEach(Watch::wake);
    }
  }

  /** A batch that is watched. */
  private final class Watch {

    private final String id;
    private final ScheduledFuture<?> look;
    private int listeners;
    private Optional<Batch> batch;
    private long changes = 1;

    Watch(String id, Optional<Batch> batch) {
      this.id = id;
      this.batch = batch;
      long ms = interval.toMillis();
      this.look =
          closed ? null : looking.scheduleWithFixedDelay(this::look, ms, ms, TimeUnit.MILLISECONDS);
    }

    private void look() {
      try {
        Optional<Batch> now = store.find(id);
        synchronized (this) {
          if (!sameTo(now, batch)) {
            batch = now;
            changes++;
            notifyAll();
          }
        }
      } catch (DatabaseUnavailableException e) {
        LOG.debug("Cannot read a watched batch: {}", e.getMessage());
      } catch (RuntimeException e) {
        // boundary: an exception would end the schedule
        LOG.warn("Cannot read a watched batch", e);
      }
    }

    synchronized void wake() {
      notifyAll();
    }
  }

  private static boolean sameTo(Optional<Batch> one, Optional<Batch> other) {
    return one.isPresent() == other.isPresent()
        && one.map(Batch::counts).equals(other.map(Batch::counts))
        && one.map(Batch::state).equals(other.map(Batch::state));
  }

  /** A listener of a batch. */
  final class Listener implements AutoCloseable {

    private final Watch watch;
    private long seen;
    private boolean left;

    private Listener(Watch watch) {
      this.watch = watch;
    }

    /**
     * Waits for the next change of the batch; the first call returns immediately. Changes between
     * two calls are merged.
     *
     * @return empty after the timeout, or when the batch was deleted
     */
    Optional<Batch> next(Duration atMost) throws InterruptedException {
      long until = System.nanoTime() + atMost.toNanos();
      synchronized (watch) {
        while (seen == watch.changes && !isFinished()) {
          long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
          if (left <= 0) {
            return Optional.empty();
          }
          watch.wait(left);
        }
        seen = watch.changes;
        return watch.batch;
      }
    }

    /** Whether the batch was deleted, the client has disconnected, or the server stops. */
    boolean isFinished() {
      synchronized (watch) {
        return left || closed || watch.batch.isEmpty();
      }
    }

    /** Wakes the waiting thread, because the client has disconnected. */
    void leave() {
      synchronized (watch) {
        left = true;
        watch.notifyAll();
      }
    }

    @Override
    public void close() {
      synchronized (watches) {
        watch.listeners--;
        if (watch.listeners == 0) {
          watches.remove(watch.id);
          if (watch.look != null) {
            watch.look.cancel(false);
          }
        }
      }
    }
  }
}
