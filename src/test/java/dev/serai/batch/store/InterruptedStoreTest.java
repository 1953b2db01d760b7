package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.Batch;
import dev.serai.batch.Claim;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that are interrupted in the middle of their work, as when a stop is forced. */
class InterruptedStoreTest {

  private static final int THREADS = 8;
  private static final int EACH = 200;
  private static final int AFTERWARDS = 400;
  private static final int ITEMS = THREADS * EACH + AFTERWARDS;

  @TempDir Path data;

  @Test
  void whoIsInterruptedDoesItsWorkToItsEndAndLeavesTheDatabaseToTheOthers()
      throws InterruptedException {
    try (Database database =
        Database.open(DatabaseAddress.in(data.resolve("batches")), new SimpleMeterRegistry())) {
      StoredLedger ledger =
          new StoredLedger(database, new Limits(ITEMS, 0), new SimpleMeterRegistry());
      StoredBatches store = new StoredBatches(database, Clock.systemUTC());
      store.submit(Sample.plain().parallel(ITEMS).submission(), Sample.items(ITEMS));
      List<Claim> claims =
          ledger.claim("replica", ITEMS, Set.of(), Duration.ofMinutes(5), Instant.now());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<Claim> own = claims.subList(i * EACH, (i + 1) * EACH);
        threads.add(new Thread(() -> own.forEach(claim -> end(ledger, claim)), "ends-" + i));
      }
      threads.forEach(Thread::start);

      for (int i = 0; i < 200; i++) {
        threads.get(i % threads.size()).interrupt();
        // so that the interrupts come in different steps of the work
        Thread.sleep(5);
      }

      for (Thread thread : threads) {
        thread.join(60_000);
        assertThat(thread.isAlive()).as("the thread spins").isFalse();
      }
      claims.subList(THREADS * EACH, ITEMS).forEach(claim -> end(ledger, claim));
      assertThat(database.problem()).isEmpty();
      Batch batch = store.list(StoreContract.ALL, Optional.empty(), 1).get(0);
      assertThat(batch.counts().ended()).isEqualTo(ITEMS);
    }
  }

  @Test
  void whoIsInterruptedStaysSo() {
    try (Database database =
        Database.open(DatabaseAddress.in(data.resolve("batches")), new SimpleMeterRegistry())) {
      StoredBatches store = new StoredBatches(database, Clock.systemUTC());
      Thread.currentThread().interrupt();

      store.submit(Sample.plain().submission(), Sample.items(2));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.list(StoreContract.ALL, Optional.empty(), 1)).hasSize(1);
    }
  }

  private static void end(StoredLedger ledger, Claim claim) {
    Instant now = Instant.now();
    ledger.end(claim.ref(), Sample.end(AttemptOutcome.Kind.SUCCEEDED, now), now);
  }
}
