package dev.serai.it;

import dev.serai.server.RunningServer;
import dev.serai.server.RunningServer.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Creates, reads, lists and deletes instances without end: most are only stored by the API server,
 * some run. Every creation is asked for twice with the same key.
 */
final class SteadyRequests implements AutoCloseable {

  private static final Duration BETWEEN_CREATIONS = Duration.ofMillis(500);
  private static final Duration BETWEEN_READS = Duration.ofMillis(50);
  private static final int ONE_OF_THEM_RUNS = 6;
  private static final int KEPT = 40;

  private final RunningServer server;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> made = new ConcurrentLinkedQueue<>();
  private final Deque<String> present = new ConcurrentLinkedDeque<>();
  private final AtomicInteger answered = new AtomicInteger();

  SteadyRequests(RunningServer server) {
    this.server = server;
    every(BETWEEN_CREATIONS, this::create);
    every(BETWEEN_READS, this::read);
    every(BETWEEN_READS.multipliedBy(10), () -> ask(() -> server.get("/env-instance/*/list")));
  }

  /** What was not answered as it should have been. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The ids of all instances that were made. */
  List<String> made() {
    return List.copyOf(made);
  }

  int answered() {
    return answered.get();
  }

  private void every(Duration wait, Runnable request) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                request.run();
              } catch (RuntimeException | AssertionError e) {
                failures.add(e.toString());
              }
            },
            0,
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void create() {
    int number = made.size();
    String env = number % ONE_OF_THEM_RUNS == 0 ? "hello@1.0.0" : "parked@1.0.0";
    String request = "{\"envName\":\"" + env + "\",\"ttl\":\"10m\"}";
    String key = "n" + number;
    String id = ask(() -> server.post(request, "Idempotency-Key", key)).id();
    made.add(id);
    String again = ask(() -> server.post(request, "Idempotency-Key", key)).id();
    if (!again.equals(id)) {
      failures.add(key + " is " + id + " and " + again);
    }
    present.add(id);
    if (present.size() > KEPT) {
      String oldest = present.remove();
      ask(() -> server.delete("/env-instance/" + oldest));
    }
  }

  private void read() {
    String newest = new ArrayDeque<>(present).peekLast();
    if (newest != null) {
      ask(() -> server.get("/env-instance/" + newest));
    }
  }

  private Answer ask(Supplier<Answer> request) {
    Answer answer = request.get();
    if (answer.http() == 200) {
      answered.incrementAndGet();
    } else {
      failures.add(answer.raw().request().uri() + ": " + answer.raw().body());
    }
    return answer;
  }

  /** Ends with the requests that are under way. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        failures.add("a request got no answer within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
