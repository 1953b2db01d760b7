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
 * The threads that work in the database. A server bears that its client's thread is interrupted. H2
 * works in the thread that calls it and does not: an interrupt in the middle of a change of its
 * maps leaves a thread that spins, or an assertion by which it closes itself. So its work is done
 * on threads that nobody knows and so nobody interrupts, and the caller waits for it to its end.
 */
final class WorkThreads implements AutoCloseable {

  private final Executor executor;
  private final Runnable end;

  private WorkThreads(Executor executor, Runnable end) {
    this.executor = executor;
    this.end = end;
  }

  /** Work is done by whoever asks for it. */
  static WorkThreads ofCallers() {
    return new WorkThreads(Runnable::run, () -> {});
  }

  /** Work is done by threads of its own: as many as there are callers who wait. */
  static WorkThreads own() {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.numbered("batches"));
    return new WorkThreads(threads, threads::shutdown);
  }

  /**
   * Does the work, to its end even if this thread is interrupted meanwhile, as it then still is.
   *
   * @throws RuntimeException what the work has thrown
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

  /** The same for work without a result. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** What is under way goes on to its end; nothing new begins. */
  @Override
  public void close() {
    end.run();
  }
}
