package dev.serai.route;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * The way into one {@code direct:} route. While the route is exchanged for its new version the gate
 * is held: who comes waits, who is inside goes on to the end.
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

    /** Whether nobody waits for its end, as for a log that is followed for hours. */
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
   * Waits while the gate is held, but not for ever: after {@code atMost} the exchange goes in.
   *
   * @return to be given back by {@link #leave}
   */
  Pass enter(Exchange exchange, Duration atMost) throws InterruptedException {
    Pass pass = new Pass(exchange);
    // counted before asked: whoever holds the gate after this line sees the exchange inside
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

  /** Whether all that are inside may be left to themselves. */
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
