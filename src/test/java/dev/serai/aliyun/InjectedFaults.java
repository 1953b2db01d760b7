package dev.serai.aliyun;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What goes wrong with the calls of one API, before anything of them is checked. */
public final class InjectedFaults {

  /** The connection is closed without an answer. */
  static final class ConnectionDroppedException extends RuntimeException {}

  private record Order(BooleanSupplier hits, Supplier<RuntimeException> fault) {}

  private volatile Optional<Order> order = Optional.empty();
  private volatile Duration delay = Duration.ZERO;

  /** As 503 ServiceUnavailable, 500 InternalError, 400 Throttling.User. */
  public void failNext(int calls, int status, String code) {
    order = Optional.of(new Order(next(calls), failure(status, code)));
  }

  public void failEvery(int nth, int status, String code) {
    AtomicInteger count = new AtomicInteger();
    order = Optional.of(new Order(() -> count.incrementAndGet() % nth == 0, failure(status, code)));
  }

  /**
   * The same ones in each run.
   *
   * @param share 0 to 1
   */
  public void failShare(double share, int status, String code) {
    Random random = new Random(42);
    order = Optional.of(new Order(() -> random.nextDouble() < share, failure(status, code)));
  }

  /**
   * The JDK's own HTTP client may send a call once more by itself when a connection that it used
   * before is closed on it.
   */
  public void dropNext(int calls) {
    order = Optional.of(new Order(next(calls), ConnectionDroppedException::new));
  }

  public void delay(Duration next) {
    delay = next;
  }

  public void heal() {
    order = Optional.empty();
    delay = Duration.ZERO;
  }

  /**
   * @throws RuntimeException the fault that was ordered, if it hits this call
   */
  void strike() {
    if (!delay.isZero()) {
      sleep(delay);
    }
    order
        .filter(one -> one.hits().getAsBoolean())
        .ifPresent(
            one -> {
              throw one.fault().get();
            });
  }

  private static BooleanSupplier next(int calls) {
    AtomicInteger left = new AtomicInteger(calls);
    return () -> left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  private static Supplier<RuntimeException> failure(int status, String code) {
    return () -> new CloudErrorException(status, code, "This failure was ordered by a test.");
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionDroppedException();
    }
  }
}
