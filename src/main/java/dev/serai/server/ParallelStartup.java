package dev.serai.server;

import dev.serai.base.DaemonThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Opens parts in parallel, so that a start takes as long as the slowest of them. When it has been
 * closed, no part is being opened.
 */
final class ParallelStartup implements AutoCloseable {

  private static final int LONGEST_SECONDS = 60;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("start"));

  /** Starts to open a part. */
  <T> Future<T> begin(Callable<T> part) {
    return threads.submit(part);
  }

  /**
   * Waits for a part.
   *
   * @throws Exception the failure of opening it
   */
  static <T> T await(Future<T> part) throws Exception {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
