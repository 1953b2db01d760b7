package dev.serai.route;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Lets routes that will be stopped finish their exchanges while they accept no new ones. In total
 * this takes no longer than the grace period.
 */
final class RouteDrain {

  private static final long POLL_MILLIS = 5;

  /** For a route that has used up the grace period: Camel need not wait again. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** For an idle route: more than Camel needs to notice that it is idle, even on a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /**
   * How long entries have to be idle. A message that was consumed just before the suspension
   * becomes in-flight a moment later.
   */
  private static final Duration QUIET = Duration.ofMillis(40);

  private final CamelContext context;
  private final GatedDirectComponent direct;
  private final long end;

  RouteDrain(CamelContext context, Duration grace) {
    this.context = context;
    this.direct = GatedDirectComponent.of(context);
    this.end = System.nanoTime() + grace.toNanos();
  }

  /**
   * Suspends the consumers of those routes that are not called by others, and waits until they are
   * idle.
   */
  void entries(List<String> ids) throws InterruptedException {
    List<String> entries = ids.stream().filter(id -> gate(id).isEmpty()).toList();
    for (String id : entries) {
      suspend(consumer(id));
    }
    await(() -> entries.stream().allMatch(id -> busy(id) == 0), QUIET);
  }

  /**
   * Holds the gate of a route that others call, and waits until it is idle; does nothing for other
   * routes.
   */
  void inner(String id) throws InterruptedException {
    Optional<DirectGate> gate = gate(id);
    if (gate.isPresent()) {
      gate.get().hold();
      await(gate.get()::isIdle, Duration.ZERO);
    }
  }

  /** How long Camel may take to stop the drained route. */
  Duration stopWithin(String id) {
    return context.getInflightRepository().size(id) == 0 ? SOON : AT_ONCE;
  }

  /**
   * Does not suspend HTTP consumers, which would answer 503; their requests are held at the
   * entrance.
   */
  private static void suspend(Optional<Consumer> consumer) {
    consumer
        .filter(Suspendable.class::isInstance)
        .filter(found -> !found.getEndpoint().getEndpointUri().startsWith("platform-http"))
        .ifPresent(ServiceHelper::suspendService);
  }

  /** The number of exchanges in an entry that a reload waits for. */
  private int busy(String id) {
    Set<Exchange> openEnded =
        direct.gates().stream()
            .map(DirectGate::inside)
            .flatMap(Collection::stream)
            .filter(DirectGate.Pass::isOpenEnded)
            .map(DirectGate.Pass::exchange)
            .filter(exchange -> id.equals(exchange.getFromRouteId()))
            .collect(Collectors.toSet());
    return Math.max(0, context.getInflightRepository().size(id) - openEnded.size());
  }

  private void await(BooleanSupplier idle, Duration quiet) throws InterruptedException {
    long now = System.nanoTime();
    long since = now;
    while (now < end) {
      if (!idle.getAsBoolean()) {
        since = System.nanoTime();
      } else if (now - since >= quiet.toNanos()) {
        return;
      }
      Thread.sleep(POLL_MILLIS);
      now = System.nanoTime();
    }
  }

  private Optional<Consumer> consumer(String id) {
    return Optional.ofNullable(context.getRoute(id)).map(Route::getConsumer);
  }

  private Optional<DirectGate> gate(String id) {
    return consumer(id)
        .map(Consumer::getEndpoint)
        .filter(GatedDirectEndpoint.class::isInstance)
        .map(GatedDirectEndpoint.class::cast)
        .map(GatedDirectEndpoint::gate);
  }
}
