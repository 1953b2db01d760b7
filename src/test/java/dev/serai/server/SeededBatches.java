package dev.serai.server;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Backoff;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.LogTail;
import dev.serai.batch.NewItem;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import dev.serai.batch.store.Limits;
import dev.serai.batch.store.StoredBatches;
import dev.serai.batch.store.StoredLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Batches that are put into the database of a server's data folder before it starts. */
final class SeededBatches implements AutoCloseable {

  static final String SECRET = "hunter2-in-an-item";
  static final String OWNER = "team";

  private final Database database;
  private final StoredBatches store;
  private final StoredLedger ledger;

  private SeededBatches(Database database) {
    this.database = database;
    this.store = new StoredBatches(database, Clock.systemUTC());
    this.ledger = new StoredLedger(database, new Limits(1_000_000, 0), new SimpleMeterRegistry());
  }

  /** The database of a server with this data folder. */
  static SeededBatches in(Path data) {
    return new SeededBatches(
        Database.open(DatabaseAddress.in(data.resolve("batches")), new SimpleMeterRegistry()));
  }

  StoredBatches store() {
    return store;
  }

  StoredLedger ledger() {
    return ledger;
  }

  /** A paused batch, of which no item is started. */
  Batch paused(String name, int items) {
    Batch batch = submit(name, items, Optional.empty());
    store.pause(batch.id());
    return batch;
  }

  /** The same, with a callback. */
  Batch paused(String name, String callback) {
    Batch batch = submit(name, 2, Optional.of(callback));
    store.pause(batch.id());
    return batch;
  }

  /** A batch whose items were all cancelled without being started. */
  Batch cancelled(String name, int items) {
    return cancelled(submit(name, items, Optional.empty()));
  }

  /** The same, with item ids of this length, for long responses. */
  Batch cancelled(String name, int items, int lengthOfIds) {
    return cancelled(submit(name, items, lengthOfIds, Optional.empty()));
  }

  private Batch cancelled(Batch batch) {
    store.cancel(batch.id(), "Cancelled", "for a test", Instant.now());
    ledger.finish(Instant.now());
    return batch;
  }

  /**
   * A batch that has ended: its first item failed twice, the second timed out, the others
   * succeeded.
   */
  Batch ended(String name, int items, Optional<String> callback) {
    Batch batch = submit(name, items, callback);
    for (boolean more = true; more; ) {
      List<Claim> claims =
          ledger.claim("seed", items, Set.of(), Duration.ofMinutes(1), Instant.now());
      claims.forEach(claim -> run(claim.ref()));
      more = !claims.isEmpty();
    }
    ledger.finish(Instant.now());
    return batch;
  }

  private void run(AttemptRef ref) {
    Instant now = Instant.now();
    ledger.created(
        new Created(ref, "pod-" + ref.position() + "-" + ref.number(), "uid", "default"));
    ledger.running(ref, "node-1", now.minusMillis(1500));
    AttemptOutcome.Kind kind =
        switch (ref.position()) {
          case 0 -> AttemptOutcome.Kind.FAILED;
          case 1 -> AttemptOutcome.Kind.TIMED_OUT;
          default -> AttemptOutcome.Kind.SUCCEEDED;
        };
    ledger.end(
        ref,
        new AttemptOutcome(
            kind,
            kind == AttemptOutcome.Kind.SUCCEEDED ? "" : "Error",
            kind == AttemptOutcome.Kind.SUCCEEDED ? "" : "=1+1, \"quoted\"\nand more",
            kind == AttemptOutcome.Kind.FAILED ? OptionalInt.of(3) : OptionalInt.empty(),
            "node-1",
            now,
            kind == AttemptOutcome.Kind.TIMED_OUT
                ? LogTail.NONE
                : new LogTail("one\ntwo\nattempt " + ref.number() + "\n", true, true)),
        now);
  }

  private Batch submit(String name, int items, Optional<String> callback) {
    return submit(name, items, 0, callback);
  }

  private Batch submit(String name, int items, int lengthOfIds, Optional<String> callback) {
    BatchSpec spec =
        new BatchSpec(
            Optional.of(name),
            OWNER,
            1_000,
            0,
            new RetryPolicy(2, 0, true, Set.of(), false, new Backoff(Duration.ZERO, Duration.ZERO)),
            Optional.empty(),
            Optional.empty(),
            false,
            Duration.ZERO,
            callback.map(URI::create));
    return store
        .submit(
            new Submission(spec, Optional.empty(), name),
            IntStream.range(0, items)
                .mapToObj(
                    i ->
                        new NewItem(
                            id(i, lengthOfIds),
                            "{\"envName\":\"demo@1.0.0\",\"environment_variables\":{\"PASSWORD\":\""
                                + SECRET
                                + "\"}}",
                            "",
                            Optional.empty()))
                .iterator())
        .batch();
  }

  private static String id(int item, int atLeast) {
    String id = "item " + item;
    return id + "-".repeat(Math.max(0, atLeast - id.length()));
  }

  @Override
  public void close() {
    database.close();
  }
}
