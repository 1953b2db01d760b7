package dev.serai.route;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * The gate of one {@code direct:} route. It is closed while the route is replaced by its new
 * version: new exchanges wait, those inside run to completion.
 */
final class DirectGate {

  /**
   * An exchange on its way through the route. Compared by identity: an exchange may be in a route
   * twice.
   */
  static final class Pass {

    private final Exchange exchange;

    private Pass(Exchange exchange) {
      this.exchange = exchange;
    }

    /** Whether a reload does not wait for its end, as for a log that is followed for hours. */
    boolean isOpenEnded() {
      return exchange.getProperty(GatedDirectComponent.OPEN_ENDED, false, Boolean.class);
    }

    Exchange exchange() {
      return exchange;
    }
  }

  private final Set<Pass> inside = ConcurrentHashMap.newKeySet();
  private volatile boolean held;
  private volatile DirectConsumer consumer;

  /**
   * Waits while the gate is held, at most for {@code atMost}; then the exchange enters anyway.
   *
   * @return to be passed to {@link #leave}
   */
  Pass enter(Exchange exchange, Duration atMost) throws InterruptedException {
    Pass pass = new Pass(exchange);
    // added before held is read: a thread that holds the gate after this line sees the exchange
    inside.add(pass);
    while (held) {
      inside.remove(pass);
      boolean released = awaitRelease(atMost);
      inside.add(pass);
      if (!released) {
        break;
      }
    }
    return pass;
  }

  void leave(Pass pass) {
    inside.remove(pass);
  }

  void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    notifyAll();
  }

  Set<Pass> inside() {
    return inside;
  }

  /** Whether only exchanges are inside that a reload does not wait for. */
  boolean isIdle() {
    return inside.stream().allMatch(Pass::isOpenEnded);
  }

  DirectConsumer consumer() {
    return consumer;
  }

  synchronized void opened(DirectConsumer by) {
    consumer = by;
  }

  synchronized void closed(DirectConsumer by) {
    if (consumer == by) {
      consumer = null;
    }
  }

  private synchronized boolean awaitRelease(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (held && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return !held;
  }
}
