package dev.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.bench.Load.Sample;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How many instances a second Serai creates by REST and by queue, beside what a bare fabric8 client
 * reaches with the same pods on the same API server at the same time; and how many reads a second
 * it answers. The rounds are interleaved, because a machine's speed varies. Run it by {@code mvn
 * -Pbench verify}.
 */
public final class ThroughputBenchmark {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int PODS = Integer.getInteger("bench.pods", 600);

  /** Creations of each kind before the first round, so that the round finds compiled code. */
  private static final int WARM_UP = Integer.getInteger("bench.warmup", 5_000);

  private static final int THREADS = Integer.getInteger("bench.threads", 32);
  private static final int POPULATION = Integer.getInteger("bench.population", 5_000);
  private static final int READS = Integer.getInteger("bench.reads", 20_000);
  private static final int READERS = 16;
  private static final String REQUEST =
      "{\"envName\":\"hello@1.0.0\",\"arguments\":[\"one\",\"two\"],"
          + "\"environment_variables\":{\"SEED\":\"%d\"},\"owner\":\"a@b.com\","
          + "\"labels\":{\"experiment\":\"bench\"},\"ttl\":\"30m\"}";

  private final BenchmarkCluster cluster;
  private final ServerUnderLoad server;
  private final PrintStream out;
  private final Pod pod;
  private int made;

  private ThroughputBenchmark(BenchmarkCluster cluster, ServerUnderLoad server, PrintStream out)
      throws IOException, InterruptedException {
    this.cluster = cluster;
    this.server = server;
    this.out = out;
    this.pod = cluster.asSent(createOne());
    cluster.deleteAll(BenchmarkCluster.SERAI);
  }

  public static void main(String[] args) throws Exception {
    String kubeconfig = System.getenv("KUBECONFIG");
    if (kubeconfig == null || !Files.isReadable(Path.of(kubeconfig))) {
      System.err.println(
          "Set KUBECONFIG to the kubeconfig of a cluster to load: an API server with etcd is"
              + " enough, its pods need not run.");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("serai-bench");
    try (BenchmarkCluster cluster = BenchmarkCluster.connect(Path.of(kubeconfig), THREADS);
        ServerUnderLoad server =
            ServerUnderLoad.start(
                Path.of(System.getProperty("bench.launcher", "serai")).toAbsolutePath(),
                Path.of(kubeconfig),
                BenchmarkCluster.SERAI,
                folder,
                List.of())) {
      new ThroughputBenchmark(cluster, server, System.out).run();
    }
  }

  private void run() throws Exception {
    out.printf(
        "Creating: %d rounds of %d pods each, %d threads, %d processors%n",
        ROUNDS, PODS, THREADS, Runtime.getRuntime().availableProcessors());
    warmUp();
    CreationTable table = new CreationTable();
    for (int round = 1; round <= ROUNDS; round++) {
      Round raw = measure(BenchmarkCluster.RAW, this::raw);
      Round rest = measure(BenchmarkCluster.SERAI, this::rest);
      Round queue = measure(BenchmarkCluster.SERAI, this::queue);
      table.add("raw", raw);
      table.add("REST", rest);
      table.add("queue", queue);
      show(String.valueOf(round), raw, rest, queue);
    }
    table.print(out);
    out.printf("Resident memory of Serai: %d MiB%n", server.residentMiB());
    if (READS > 0) {
      read();
    }
  }

  /**
   * Both virtual machines compile as they run: what is measured is a server that has run a while.
   */
  private void warmUp() throws Exception {
    for (int done = 0; done < WARM_UP; done += PODS) {
      show(
          "warm-up",
          measure(BenchmarkCluster.RAW, this::raw),
          measure(BenchmarkCluster.SERAI, this::rest),
          measure(BenchmarkCluster.SERAI, this::queue));
    }
  }

  private void show(String name, Round raw, Round rest, Round queue) {
    out.printf(
        "  %-7s raw %4.0f/s   REST %4.0f/s (%.2f ms of processor time)   queue %4.0f/s (%.2f ms)%n",
        name,
        raw.sample().perSecond(),
        rest.sample().perSecond(),
        rest.serverMillis(),
        queue.sample().perSecond(),
        queue.serverMillis());
  }

  private Round measure(String namespace, Round.Creation creation) throws Exception {
    Round round = Round.measure(server, PODS, creation);
    cluster.awaitCount(namespace, PODS, Duration.ofSeconds(10));
    cluster.deleteAll(namespace);
    // until Serai's watch has seen the deletions
    Thread.sleep(700);
    return round;
  }

  private Sample raw() throws Exception {
    int from = made += PODS;
    return Load.run(
        THREADS,
        PODS,
        () -> number -> cluster.create(BenchmarkCluster.RAW, pod, "raw-" + (from + number)));
  }

  private Sample rest() throws Exception {
    return Load.run(
        THREADS,
        PODS,
        () -> {
          KeepAliveConnection connection = server.connect();
          return new Load.Worker() {
            @Override
            public void run(int number) throws IOException {
              create(connection, number);
            }

            @Override
            public void close() throws IOException {
              connection.close();
            }
          };
        });
  }

  private static String create(KeepAliveConnection connection, int number) throws IOException {
    KeepAliveConnection.Answer answer =
        connection.post("/env-instance", String.format(REQUEST, number));
    if (answer.status() != 200) {
      throw new IOException("a creation was answered " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  /** From the first message's way into the queue until the last pod is there. */
  private Sample queue() throws Exception {
    try (QueueClient requests = new QueueClient(server.amqpPort())) {
      long start = System.nanoTime();
      requests.send(PODS, number -> String.format(REQUEST, number));
      cluster.awaitCount(BenchmarkCluster.SERAI, PODS, Duration.ofSeconds(60));
      return new Sample(PODS, System.nanoTime() - start, List.of());
    }
  }

  private String createOne() throws IOException {
    try (KeepAliveConnection connection = server.connect()) {
      return new ObjectMapper().readTree(create(connection, 0)).at("/data/id").asText();
    }
  }

  private void read() throws Exception {
    Load.run(
        THREADS,
        POPULATION,
        () -> number -> cluster.create(BenchmarkCluster.SERAI, pod, "read-" + number));
    awaitVisible("read-" + (POPULATION - 1));
    readOnce(READS / 4);
    Sample sample = readOnce(READS);
    out.printf(
        "Reading: GET of one instance among %d, %d connections: %.0f/s, p50 %.1f ms, p99 %.1f ms;"
            + " resident memory of Serai %d MiB%n",
        POPULATION,
        READERS,
        sample.perSecond(),
        sample.percentile(0.5),
        sample.percentile(0.99),
        server.residentMiB());
    cluster.deleteAll(BenchmarkCluster.SERAI);
  }

  private void awaitVisible(String id) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<Integer> seen = List.of();
    try (KeepAliveConnection connection = server.connect()) {
      while (!seen.equals(List.of(200))) {
        seen = List.of(connection.get("/env-instance/" + id).status());
        if (System.nanoTime() > end) {
          throw new IllegalStateException(id + " is answered " + seen);
        }
        Thread.sleep(100);
      }
    }
    // the one that was read may have come past the cache
    Thread.sleep(1_500);
  }

  private Sample readOnce(int reads) throws Exception {
    return Load.run(
        READERS,
        reads,
        () -> {
          KeepAliveConnection connection = server.connect();
          return new Load.Worker() {
            @Override
            public void run(int number) throws IOException {
              int status =
                  connection.get("/env-instance/read-" + (number * 7919L) % POPULATION).status();
              if (status != 200) {
                throw new IOException("a read was answered " + status);
              }
            }

            @Override
            public void close() throws IOException {
              connection.close();
            }
          };
        });
  }
}
