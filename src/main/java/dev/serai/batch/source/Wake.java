package dev.serai.batch.source;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one who waits for work. Being woken many times before it looks is being woken once.
 *
 * <p>Bean {@code claimWake} wakes the dispatch, bean {@code sweepWake} the sweep.
 */
public final class Wake {

  private final Semaphore calls = new Semaphore(0);

  /** There may be work. */
  public void now() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /** Returns when it is woken, or after this time. */
  void await(Duration atMost) throws InterruptedException {
    if (calls.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      calls.drainPermits();
    }
  }
}
