package dev.serai.bench;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Backoff;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchStore.BatchFilter;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.batch.NewItem;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import dev.serai.batch.store.Limits;
import dev.serai.batch.store.Postgres;
import dev.serai.batch.store.StoredBatches;
import dev.serai.batch.store.StoredLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the store of batches grows with the size of a batch, on H2 in a file and on PostgreSQL: items
 * stored a second, items led from their claim to their end a second, and the time of reads.
 */
public final class StoreBenchmark {

  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
  private static final int WORKERS = 8;
  private static final int ROOM = 100;
  private static final String LOG = "a line of a log that says what has been done\n".repeat(20);
  private static final Duration HOLD = Duration.ofMinutes(1);

  /** What one size costs; times in milliseconds, rates in items a second. */
  private record Row(
      int items,
      double submitRate,
      double firstRate,
      double lastRate,
      double claimMillis,
      double countsMillis,
      double listMillis,
      double pageMillis,
      double stateMillis,
      double megabytes) {}

  private final Database database;
  private final StoredBatches store;
  private final StoredLedger ledger;

  private StoreBenchmark(Database database) {
    this.database = database;
    this.store = new StoredBatches(database, Clock.systemUTC());
    this.ledger = new StoredLedger(database, new Limits(1_000, 0), new SimpleMeterRegistry());
  }

  /** Sizes may be given. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes =
        arguments.length == 0 ? SIZES : Arrays.stream(arguments).map(Integer::valueOf).toList();
    onH2(sizes);
    try (Postgres postgres = Postgres.create()) {
      print("PostgreSQL", run(sizes, postgres::newDatabase));
    }
  }

  private static void onH2(List<Integer> sizes) throws Exception {
    Path folder = Files.createTempDirectory("serai-store");
    try {
      int[] number = new int[1];
      print("H2", run(sizes, () -> DatabaseAddress.in(folder.resolve("b" + number[0]++))));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Something whose time is taken. */
  @FunctionalInterface
  private interface Read {
    Object run();
  }

  /** Where a fresh database is. */
  @FunctionalInterface
  private interface Addresses {
    DatabaseAddress next();
  }

  private static List<Row> run(List<Integer> sizes, Addresses addresses) throws Exception {
    List<Row> rows = new ArrayList<>();
    // the first one warms up
    List<Integer> all = new ArrayList<>(List.of(2_000));
    all.addAll(sizes);
    for (int size : all) {
      DatabaseAddress address = addresses.next();
      try (Database database = Database.open(address, new SimpleMeterRegistry())) {
        rows.add(new StoreBenchmark(database).measure(address, size));
      }
    }
    return rows.subList(1, rows.size());
  }

  private Row measure(DatabaseAddress address, int size) throws Exception {
    long started = System.nanoTime();
    String batch = store.submit(submission(), items(size)).batch().id();
    double submitRate = size / seconds(started);
    int part = Math.min(size / 3, 5_000);
    double first = lead(part);
    lead(size - 2 * part);
    double claim =
        millis(20, () -> releaseClaim(ledger.claim("r", 10, Set.of(), HOLD, Instant.now())));
    double counts = millis(5, () -> store.find(batch));
    BatchFilter all = new BatchFilter(Optional.empty(), Optional.empty());
    double list = millis(5, () -> store.list(all, Optional.empty(), 20));
    double page = millis(5, () -> store.items(batch, Optional.empty(), size / 2, 100));
    double state =
        millis(5, () -> store.items(batch, Optional.of(ItemState.FAILED), size / 2, 100));
    double last = lead(part);
    return new Row(size, submitRate, first, last, claim, counts, list, page, state, size(address));
  }

  private static Submission submission() {
    return new Submission(
        new BatchSpec(
            Optional.empty(),
            "owner",
            1_000,
            0,
            new RetryPolicy(1, 3, true, Set.of(), false, Backoff.DEFAULT),
            Optional.empty(),
            Optional.empty(),
            false,
            Duration.ZERO,
            Optional.empty()),
        Optional.empty(),
        "digest");
  }

  private static Iterator<NewItem> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new NewItem(
                    "item-" + i,
                    """
                    {"envName":"trainer@1.0.0","owner":"owner","arguments":["--seed","%d"],\
                    "environment_variables":{"SERAI_ITEM_INDEX":"%d","MODEL":"a-model-of-a-name"},\
                    "labels":{"experiment":"sweep-17"}}"""
                        .formatted(i, i),
                    "",
                    Optional.empty()))
        .iterator();
  }

  /** Leads so many items through all their states, in several threads. */
  private double lead(int count) throws Exception {
    long started = System.nanoTime();
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      int left = count;
      while (left > 0) {
        List<Claim> claims = ledger.claim("r", Math.min(left, ROOM), Set.of(), HOLD, Instant.now());
        List<Future<?>> ended = new ArrayList<>();
        for (Claim claim : claims) {
          ended.add(workers.submit(() -> lead(claim.ref())));
        }
        for (Future<?> end : ended) {
          end.get();
        }
        left -= claims.size();
      }
    } finally {
      workers.shutdown();
    }
    return count / seconds(started);
  }

  private void lead(AttemptRef ref) {
    Instant now = Instant.now();
    ledger.created(new Created(ref, "pod-" + ref.position(), "uid-" + ref.position(), "default"));
    ledger.running(ref, "node-1", now);
    boolean fails = ref.position() % 100 == 0;
    ledger.end(
        ref,
        new AttemptOutcome(
            fails ? AttemptOutcome.Kind.FAILED : AttemptOutcome.Kind.SUCCEEDED,
            fails ? "Error" : "",
            "",
            OptionalInt.of(fails ? 1 : 0),
            "node-1",
            now,
            new LogTail(LOG, false, true)),
        now);
  }

  private List<Claim> releaseClaim(List<Claim> claims) {
    Instant now = Instant.now();
    claims.forEach(claim -> ledger.releaseClaim(claim, "", now.minusSeconds(1), now));
    return claims;
  }

  private double size(DatabaseAddress address) throws IOException {
    if (address.folder().isPresent()) {
      database.transact(handle -> handle.execute("checkpoint sync"));
      return Files.size(address.folder().get().resolve("batches.mv.db")) / 1e6;
    }
    return database.transact(
            handle ->
                handle
                    .select("select pg_database_size(current_database())")
                    .mapTo(Long.class)
                    .one())
        / 1e6;
  }

  private static double millis(int times, Read work) {
    long started = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return seconds(started) * 1000 / times;
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private static void print(String name, List<Row> rows) {
    System.out.printf(
        "%n%s%n%8s %10s %12s %12s %9s %9s %7s %7s %8s %7s%n",
        name,
        "items",
        "submit/s",
        "ends/s first",
        "ends/s last",
        "claim ms",
        "counts ms",
        "list ms",
        "page ms",
        "state ms",
        "MB");
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT,
          "%8d %10.0f %12.0f %12.0f %9.1f %9.1f %7.1f %7.1f %8.1f %7.1f%n",
          row.items(),
          row.submitRate(),
          row.firstRate(),
          row.lastRate(),
          row.claimMillis(),
          row.countsMillis(),
          row.listMillis(),
          row.pageMillis(),
          row.stateMillis(),
          row.megabytes());
    }
    System.out.printf(
        Locale.ROOT,
        "the last ends of the largest, as a ratio of those of the smallest: %.2f%n",
        rows.get(rows.size() - 1).lastRate() / rows.get(0).lastRate());
  }
}
