package dev.serai.base;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates named threads that do not keep the process alive. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Every thread has this name. */
  public static ThreadFactory named(String name) {
    Objects.requireNonNull(name, "name is null");
    return task -> thread(name, task);
  }

  /** The threads are named {@code <prefix>-1}, {@code <prefix>-2} and so on. */
  public static ThreadFactory numbered(String prefix) {
    Objects.requireNonNull(prefix, "prefix is null");
    AtomicInteger count = new AtomicInteger();
    return task -> thread(prefix + "-" + count.incrementAndGet(), task);
  }

  /** One thread, not yet started. */
  public static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
