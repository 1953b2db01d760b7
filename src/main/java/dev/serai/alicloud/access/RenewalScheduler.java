package dev.serai.alicloud.access;

import dev.serai.base.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs something later, one after the other. */
interface RenewalScheduler extends AutoCloseable {

  void after(Duration wait, Runnable task);

  @Override
  void close();

  /** Starts a separate thread, which does not keep the process alive. */
  static RenewalScheduler start(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named(name));
    // once closed, nothing is to be done any more
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new RenewalScheduler() {
      @Override
      public void after(Duration wait, Runnable task) {
        // a task logs its own failures
        ScheduledFuture<?> unused = executor.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }
}
