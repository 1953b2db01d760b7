package dev.serai.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that a number of threads share, each with a connection or client of its own. */
final class Load {

  /** What a thread works with. */
  @FunctionalInterface
  interface Worker extends AutoCloseable {

    void run(int number) throws Exception;

    @Override
    default void close() throws IOException {}
  }

  /** Makes a thread's worker, before the clock starts. */
  @FunctionalInterface
  interface Workers {

    Worker open() throws Exception;
  }

  private Load() {}

  /** Every number below {@code count} once, by so many threads. */
  static Sample run(int threads, int count, Workers workers) throws Exception {
    List<Worker> open = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int i = 0; i < threads; i++) {
        open.add(workers.open());
      }
      long[] nanos = new long[count];
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> running = new ArrayList<>();
      long start = System.nanoTime();
      for (Worker worker : open) {
        running.add(pool.submit(() -> work(worker, next, nanos)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      long took = System.nanoTime() - start;
      return new Sample(count, took, Arrays.stream(nanos).boxed().toList());
    } finally {
      pool.shutdownNow();
      for (Worker worker : open) {
        worker.close();
      }
    }
  }

  private static Void work(Worker worker, AtomicInteger next, long[] nanos) throws Exception {
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      long start = System.nanoTime();
      worker.run(i);
      nanos[i] = System.nanoTime() - start;
    }
    return null;
  }

  /**
   * What a round took.
   *
   * @param nanos of all together
   * @param latencies of each in nanoseconds; empty when each has none of its own
   */
  record Sample(int count, long nanos, List<Long> latencies) {

    double perSecond() {
      return count * 1e9 / nanos;
    }

    /** In milliseconds; NaN without latencies. */
    double percentile(double part) {
      if (latencies.isEmpty()) {
        return Double.NaN;
      }
      List<Long> sorted = latencies.stream().sorted().toList();
      return sorted.get((int) Math.min(sorted.size() - 1, Math.round(part * sorted.size()))) / 1e6;
    }
  }
}
