package dev.serai.http;

import dev.serai.instance.InstanceState;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code GET /env-instance/{id}?wait=Running&timeout=30s}: holds a request until the instance is in
 * that state, has ended or was deleted, or the timeout has elapsed, and then passes it on to its
 * route. This applies to each operation that declares the path parameter {@code id} and the query
 * parameter {@code wait}. Waiting requests hold no thread, so there can be a thousand.
 */
public final class LongPoll {

  /** Waits for the states of instances. */
  @FunctionalInterface
  public interface Instances {

    /**
     * Completes with true when the instance is in the state, has ended or was deleted, and with
     * false after the timeout.
     */
    CompletableFuture<Boolean> await(String id, InstanceState state, Duration atMost);
  }

  private static final Duration DEFAULT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final String ID = "id";
  private static final String WAIT = "wait";

  private final RestOperations operations;
  private final Instances instances;
  private final int maxWaiting;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<RoutingContext, CompletableFuture<Void>> unanswered = new ConcurrentHashMap<>();

  public LongPoll(RestOperations operations, Instances instances, int maxWaiting) {
    this.operations = Objects.requireNonNull(operations, "operations is null");
    this.instances = Objects.requireNonNull(instances, "instances is null");
    this.maxWaiting = maxWaiting;
  }

  public void install(Router router) {
    router.route().method(HttpMethod.GET).order(-1_000).handler(this::hold);
  }

  /** Waits until the released requests have been answered, when the server stops. */
  public void awaitAnswers(Duration atMost) {
    CompletableFuture<?> all =
        CompletableFuture.allOf(unanswered.values().toArray(CompletableFuture<?>[]::new));
    all.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void hold(RoutingContext request) {
    String wait = request.queryParams().get(WAIT);
    // the id is still percent-encoded, which no id of an instance is
    Optional<String> waited = wait == null ? Optional.empty() : instance(request);
    if (waited.isEmpty()) {
      request.next();
      return;
    }
    String id = waited.get();
    InstanceState state;
    Duration timeout;
    try {
      state = InstanceState.parse(WAIT, wait);
      timeout = timeout(request.queryParams().get("timeout"));
    } catch (RequestRejectedException refusal) {
      RequestFilter.answer(request, refusal.code(), refusal.getMessage());
      return;
    }
    if (waiting.incrementAndGet() > maxWaiting) {
      waiting.decrementAndGet();
      request.response().putHeader("Retry-After", "2");
      RequestFilter.answer(
          request, 429, "more than " + maxWaiting + " requests are waiting (serai.max-waiting)");
      return;
    }
    // keeps the body unread until the route reads it
    request.request().pause();
    Context loop = request.vertx().getOrCreateContext();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    unanswered.put(request, answered);
    request.addEndHandler(
        end -> {
          unanswered.remove(request);
          answered.complete(null);
        });
    CompletableFuture<Boolean> reached = instances.await(id, state, timeout);
    request.response().closeHandler(left -> reached.cancel(false));
    var unused =
        reached.whenComplete(
            (done, failure) -> {
              waiting.decrementAndGet();
              loop.runOnContext(
                  go -> {
                    if (!request.response().closed()) {
                      request.request().resume();
                      request.next();
                    }
                  });
            });
  }

  private Optional<String> instance(RoutingContext request) {
    return operations
        .of(request)
        .filter(match -> match.operation().queryParameters().contains(WAIT))
        .flatMap(match -> Optional.ofNullable(match.variables().get(ID)));
  }

  private static Duration timeout(String text) {
    if (text == null || text.isEmpty()) {
      return DEFAULT;
    }
    Duration asked = Ttl.parse("timeout", text).duration();
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
