package dev.serai.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Continuous creations by REST from two clients, and the cluster of each. */
public final class PlacedLoad implements AutoCloseable {

  private static final int CLIENTS = 2;

  /**
   * One answered creation.
   *
   * @param begun and {@code ended}: values of {@link System#nanoTime}
   * @param cluster empty when it failed
   */
  public record Placed(long begun, long ended, String id, String cluster, String answer) {

    public boolean isFailed() {
      return cluster.isEmpty();
    }

    Duration took() {
      return Duration.ofNanos(ended - begun);
    }
  }

  private final RunningServer server;
  private final String request;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final Queue<Placed> answered = new ConcurrentLinkedQueue<>();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean on = true;

  private PlacedLoad(RunningServer server, String request) {
    this.server = server;
    this.request = request;
  }

  public static PlacedLoad on(RunningServer server, String request) {
    PlacedLoad load = new PlacedLoad(server, request);
    for (int i = 0; i < CLIENTS; i++) {
      load.running.add(load.threads.submit(load::create));
    }
    return load;
  }

  private void create() {
    while (on) {
      long begun = System.nanoTime();
      RunningServer.Answer answer = server.post(request);
      answered.add(
          new Placed(
              begun,
              System.nanoTime(),
              answer.id(),
              answer.http() == 200 ? answer.data().path("cluster").asText() : "",
              answer.http() + " " + answer.body()));
    }
  }

  /** Those that were started at or after the time, oldest first. */
  public List<Placed> since(long nanoTime) {
    return answered.stream().filter(placed -> placed.begun() - nanoTime >= 0).toList();
  }

  public List<Placed> all() {
    return List.copyOf(answered);
  }

  public List<String> failures() {
    return answered.stream().filter(Placed::isFailed).map(Placed::answer).toList();
  }

  /** How long after the time the first creation started since then ended in the cluster. */
  public Duration firstIn(String cluster, long nanoTime) {
    return since(nanoTime).stream()
        .filter(placed -> placed.cluster().equals(cluster))
        .map(placed -> Duration.ofNanos(placed.ended() - nanoTime))
        .min(Duration::compareTo)
        .orElseThrow();
  }

  /** The longest duration of the creations started since the time. */
  public Duration longest(long nanoTime) {
    return since(nanoTime).stream().map(Placed::took).max(Duration::compareTo).orElseThrow();
  }

  /** Ends the load when the last requests have been answered. */
  public void stop() throws Exception {
    on = false;
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Override
  public void close() {
    on = false;
    threads.shutdown();
  }
}
