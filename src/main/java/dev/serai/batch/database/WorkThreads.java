package dev.serai.batch.database;

import dev.serai.base.DaemonThreads;
import dev.serai.batch.DatabaseUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The threads that run the work of a database. A database server tolerates an interrupt of its
 * client's thread. H2, which runs in the calling thread, does not: an interrupt during a change of
 * its maps leaves a spinning thread, or an assertion error that closes the database. So its work
 * runs on private threads, which are never interrupted, and the caller waits until it has finished.
 */
final class WorkThreads implements AutoCloseable {

  private final Executor executor;
  private final Runnable end;

  private WorkThreads(Executor executor, Runnable end) {
    this.executor = executor;
    this.end = end;
  }

  /** Work runs on the calling thread. */
  static WorkThreads ofCallers() {
    return new WorkThreads(Runnable::run, () -> {});
  }

  /** Work runs on private threads, one for each waiting caller. */
  static WorkThreads own() {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.numbered("batches"));
    return new WorkThreads(threads, threads::shutdown);
  }

  /**
   * Runs the work to its end, even if this thread is interrupted meanwhile; it stays interrupted.
   *
   * @throws RuntimeException that the work has thrown
   */
  <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor).join();
    } catch (RejectedExecutionException e) {
      throw new DatabaseUnavailableException("the database is closed");
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Runs work without a result. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Work in flight is finished; new work is rejected. */
  @Override
  public void close() {
    end.run();
  }
}
