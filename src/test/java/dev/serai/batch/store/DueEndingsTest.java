package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** A batch that is changed after it was found overdue and before it is ended. */
class DueEndingsTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void whatHasNoDeadlineAnyMoreIsNotEnded() {
    try (Database database =
        Database.open(DatabaseAddress.inMemory("due-endings"), new SimpleMeterRegistry())) {
      StoredBatches store = new StoredBatches(database, Clock.fixed(NOW, ZoneOffset.UTC));
      StoredLedger ledger =
          new StoredLedger(database, new Limits(10, 0), new SimpleMeterRegistry());
      Batch batch =
          store
              .submit(Sample.plain().deadline(Duration.ofMinutes(1)).submission(), Sample.items(2))
              .batch();

      CompletableFuture<List<String>> ended =
          database.transact(
              handle -> {
                assertThat(handle.attach(BatchDao.class).lock(batch.id())).isPresent();
                CompletableFuture<List<String>> waits =
                    CompletableFuture.supplyAsync(() -> ledger.endDue(NOW.plusSeconds(60)));
                await().until(() -> isAnySessionBlocked(handle));
                handle.execute("update batch set deadline_at = null where id = ?", batch.id());
                return waits;
              });

      assertThat(ended.join()).isEmpty();
      assertThat(store.find(batch.id()).orElseThrow().state()).isEqualTo(BatchState.RUNNING);
    }
  }

  private static boolean isAnySessionBlocked(Handle handle) {
    return handle
        .select("select 1 from information_schema.sessions where blocker_id is not null")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }
}
