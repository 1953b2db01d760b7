package dev.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.batch.store.Postgres;
import dev.serai.bench.Load.Sample;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many items of a batch a second Serai starts, with its database in a file and in PostgreSQL,
 * beside what a bare fabric8 client reaches with the same pods on the same API server. The rounds
 * are interleaved, because a machine's speed varies. Run it by {@code mvn -Pbench verify
 * -Dbench.class=dev.serai.bench.DispatchBenchmark}.
 */
public final class DispatchBenchmark {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int ITEMS = Integer.getInteger("bench.items", 3_000);

  /** Items of each kind before the first round, so that the round finds compiled code. */
  private static final int WARM_UP = Integer.getInteger("bench.warmup", 24_000);

  private static final int THREADS = Integer.getInteger("bench.threads", 32);

  /** Processor time in a second, of a server that does nothing but look whether there is more. */
  private static final int IDLE_MILLIS = 100;

  private static final String BATCH =
      "{\"name\":\"bench-%d\",\"owner\":\"a@b.com\",\"parallelism\":10000,"
          + "\"defaults\":{\"envName\":\"hello@1.0.0\",\"arguments\":[\"one\",\"two\"],"
          + "\"labels\":{\"experiment\":\"bench\"}},\"count\":%d}";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A Serai and where its pods are. */
  private record Target(ServerUnderLoad server, String namespace) {}

  private final BenchmarkCluster cluster;
  private final Target onFile;
  private final Target onServer;
  private final PrintStream out;
  private final Pod pod;
  private int made;

  private DispatchBenchmark(
      BenchmarkCluster cluster, ServerUnderLoad onFile, ServerUnderLoad onServer, PrintStream out)
      throws Exception {
    this.cluster = cluster;
    this.onFile = new Target(onFile, BenchmarkCluster.SERAI);
    this.onServer = new Target(onServer, BenchmarkCluster.SECOND);
    this.out = out;
    String batch = submit(onFile, 1);
    cluster.awaitCount(BenchmarkCluster.SERAI, 1, Duration.ofSeconds(10));
    this.pod = cluster.asSent(cluster.anyPod(BenchmarkCluster.SERAI));
    end(this.onFile, batch);
  }

  public static void main(String[] args) throws Exception {
    String kubeconfig = System.getenv("KUBECONFIG");
    if (kubeconfig == null || !Files.isReadable(Path.of(kubeconfig))) {
      System.err.println(
          "Set KUBECONFIG to the kubeconfig of a cluster to load: an API server with etcd is"
              + " enough, its pods need not run.");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("serai-dispatch");
    try (BenchmarkCluster cluster = BenchmarkCluster.connect(Path.of(kubeconfig), THREADS);
        Postgres postgres = Postgres.create();
        ServerUnderLoad onFile =
            start(Path.of(kubeconfig), BenchmarkCluster.SERAI, folder.resolve("file"), List.of());
        ServerUnderLoad onServer =
            start(
                Path.of(kubeconfig),
                BenchmarkCluster.SECOND,
                folder.resolve("server"),
                List.of(
                    "--database-url", postgres.newDatabase().url(),
                    "--database-user", postgres.user(),
                    "--database-password", postgres.password()))) {
      new DispatchBenchmark(cluster, onFile, onServer, System.out).run();
    }
  }

  private static ServerUnderLoad start(
      Path kubeconfig, String namespace, Path folder, List<String> database) throws Exception {
    Files.createDirectories(folder);
    List<String> flags = new ArrayList<>(List.of("--batch-limit", "10000"));
    flags.addAll(database);
    return ServerUnderLoad.start(
        Path.of(System.getProperty("bench.launcher", "serai")).toAbsolutePath(),
        kubeconfig,
        namespace,
        folder,
        flags);
  }

  private void run() throws Exception {
    out.printf(
        "Starting items: %d rounds of %d each, %d threads for the raw client, %d processors%n",
        ROUNDS, ITEMS, THREADS, Runtime.getRuntime().availableProcessors());
    for (int done = 0; done < WARM_UP; done += ITEMS) {
      round("warm-up");
    }
    CreationTable table = new CreationTable();
    for (int round = 1; round <= ROUNDS; round++) {
      List<Round> rounds = round(String.valueOf(round));
      table.add("raw", rounds.get(0));
      table.add("H2", rounds.get(1));
      table.add("PostgreSQL", rounds.get(2));
    }
    table.print(out);
  }

  private List<Round> round(String name) throws Exception {
    Round raw = Round.measure(onFile.server(), ITEMS, this::raw);
    cluster.deleteAll(BenchmarkCluster.RAW);
    Round file = batch(onFile);
    Round server = batch(onServer);
    out.printf(
        "  %-7s raw %4.0f/s   H2 %4.0f/s (%.2f ms of processor time)   PostgreSQL %4.0f/s (%.2f"
            + " ms)%n",
        name,
        raw.sample().perSecond(),
        file.sample().perSecond(),
        file.serverMillis(),
        server.sample().perSecond(),
        server.serverMillis());
    return List.of(raw, file, server);
  }

  private Sample raw() throws Exception {
    int from = made += ITEMS;
    return Load.run(
        THREADS,
        ITEMS,
        () -> number -> cluster.create(BenchmarkCluster.RAW, pod, "raw-" + (from + number)));
  }

  private Round batch(Target target) throws Exception {
    String[] batch = new String[1];
    Round round =
        Round.measure(
            target.server(),
            ITEMS,
            () -> {
              batch[0] = submit(target.server(), ITEMS);
              return untilStarted(target.namespace());
            });
    end(target, batch[0]);
    return round;
  }

  /** From the acceptance of the batch until the last pod is there. */
  private Sample untilStarted(String namespace) throws InterruptedException {
    long start = System.nanoTime();
    cluster.awaitCount(namespace, ITEMS, Duration.ofSeconds(60));
    return new Sample(ITEMS, System.nanoTime() - start, List.of());
  }

  private String submit(ServerUnderLoad server, int items) throws IOException {
    made++;
    return posted(server, "/batches", BATCH.formatted(made, items)).at("/data/id").asText();
  }

  /** Serai itself deletes the pods of a batch that is cancelled. */
  private void end(Target target, String batch) throws Exception {
    posted(target.server(), "/batches/" + batch + "/cancel", "");
    cluster.awaitCount(target.namespace(), 0, Duration.ofSeconds(60));
    awaitIdle(target.server());
  }

  /** What a server still does of its round, the next one would pay for. */
  private static void awaitIdle(ServerUnderLoad server) throws Exception {
    long used;
    int seconds = 0;
    do {
      if (seconds++ == 60) {
        throw new IllegalStateException("Serai does not come to rest after its batch has ended");
      }
      used = server.processorMillis();
      Thread.sleep(1000);
    } while (server.processorMillis() - used > IDLE_MILLIS);
  }

  private static JsonNode posted(ServerUnderLoad server, String path, String body)
      throws IOException {
    try (KeepAliveConnection connection = server.connect()) {
      KeepAliveConnection.Answer answer = connection.post(path, body);
      if (answer.status() / 100 != 2) {
        throw new IOException(path + " was answered " + answer.status() + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    }
  }
}
