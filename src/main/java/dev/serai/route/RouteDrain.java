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
 * Lets routes that will be stopped finish what they have begun, while nothing new gets in. All of
 * it together takes no longer than the grace.
 */
final class RouteDrain {

  private static final long POLL_MILLIS = 5;

  /** For a route whose time is over: Camel's own wait has nothing to add. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** For a route that is idle: more than Camel needs to see it, on a busy machine too. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /**
   * How long entries have to be idle. What a consumer had taken just before it was suspended is
   * counted a moment later.
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

  /** Those among the routes that exchanges begin in: takes nothing new in, and waits. */
  void entries(List<String> ids) throws InterruptedException {
    List<String> entries = ids.stream().filter(id -> gate(id).isEmpty()).toList();
    for (String id : entries) {
      suspend(consumer(id));
    }
    await(() -> entries.stream().allMatch(id -> busy(id) == 0), QUIET);
  }

  /** A route that others call: who comes now waits at its gate; nothing for another route. */
  void inner(String id) throws InterruptedException {
    Optional<DirectGate> gate = gate(id);
    if (gate.isPresent()) {
      gate.get().hold();
      await(gate.get()::isIdle, Duration.ZERO);
    }
  }

  /** How long Camel may take to stop the route after all that. */
  Duration stopWithin(String id) {
    return context.getInflightRepository().size(id) == 0 ? SOON : AT_ONCE;
  }

  /** HTTP consumers would answer 503 then; requests to them are held before they come here. */
  private static void suspend(Optional<Consumer> consumer) {
    consumer
        .filter(Suspendable.class::isInstance)
        .filter(found -> !found.getEndpoint().getEndpointUri().startsWith("platform-http"))
        .ifPresent(ServiceHelper::suspendService);
  }

  /** What is in an entry, without what nobody waits for. */
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
