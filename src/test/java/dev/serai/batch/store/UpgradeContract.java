package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.Claim;
import dev.serai.batch.Item;
import dev.serai.batch.ItemLedger.Active;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.batch.Outbox.Kind;
import dev.serai.batch.Outbox.OutboxEntry;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A database that was written with schema V1 is opened, and its batches continue. */
abstract class UpgradeContract {

  private static final URI CALLBACK = URI.create("https://example.com/ended");

  /** The address of a new, empty database. */
  abstract DatabaseAddress newAddress();

  @Test
  void anOldDatabaseIsOpenedAndItsBatchesContinue() {
    DatabaseAddress address = newAddress();
    OldDatabase.make(address, CALLBACK);

    try (Database database = Database.open(address, new SimpleMeterRegistry())) {
      Clock clock = Clock.systemUTC();
      Instant now = clock.instant();
      StoredBatches store = new StoredBatches(database, clock);
      StoredLedger ledger =
          new StoredLedger(database, new Limits(100, 0), new SimpleMeterRegistry());

      assertThat(StoreName.of(database)).isEqualTo(OldDatabase.NAME);
      assertThat(store.list(StoreContract.ALL, Optional.empty(), 10))
          .extracting(Batch::id)
          .containsExactly(OldDatabase.CANCELLED, OldDatabase.ENDED, OldDatabase.OPEN);
      assertThat(store.find(OldDatabase.OPEN).orElseThrow().spec().retry().exitCodes())
          .containsExactlyInAnyOrder(3, 4);
      assertThat(store.items(OldDatabase.OPEN, Optional.empty(), -1, 10))
          .extracting(Item::infrastructureFailures)
          .containsExactly(0, 0, 0, 1, 0);
      AttemptRef succeeded = new AttemptRef(OldDatabase.OPEN, 0, 1);
      assertThat(store.attempt(succeeded).orElseThrow().end().orElseThrow().log())
          .isEqualTo(new LogTail("written before the upgrade", false, true));
      assertThat(ledger.keep(succeeded, now)).isEqualTo(PodRetention.DELETE);
      assertThat(ledger.keep(new AttemptRef(OldDatabase.REMOVED, 0, 1), now))
          .isEqualTo(PodRetention.DELETE);

      // claimed and running attempts
      assertThat(ledger.takeOver("replica", 10, Duration.ofMinutes(1), now))
          .extracting(Claim::itemId)
          .containsExactly("is-claimed");
      List<Active> active = ledger.active(now, Optional.empty(), 10);
      assertThat(active)
          .filteredOn(attempt -> !attempt.pod().isEmpty())
          .extracting(Active::ref)
          .containsExactly(
              new AttemptRef(OldDatabase.OPEN, 2, 1), new AttemptRef(OldDatabase.CANCELLED, 0, 1));

      // until the batches end
      List<Claim> claims = ledger.claim("replica", 10, Set.of(), Duration.ofMinutes(1), now);
      assertThat(claims)
          .extracting(Claim::itemId)
          .containsExactlyInAnyOrder("was-evicted", "is-queued");
      claims.forEach(claim -> succeed(ledger, claim.ref(), now));
      active.forEach(attempt -> succeed(ledger, attempt.ref(), now));
      assertThat(ledger.finish(now))
          .extracting(Batch::state)
          .containsExactlyInAnyOrder(BatchState.SUCCEEDED, BatchState.CANCELLED);
      assertThat(store.find(OldDatabase.OPEN).orElseThrow().counts().of(ItemState.SUCCEEDED))
          .isEqualTo(5);

      // notifications of the end before the upgrade
      StoredNotices outbox = new StoredNotices(database);
      List<OutboxEntry> due =
          outbox.due(now, Duration.ofMinutes(1), 10).stream()
              .filter(notice -> notice.batch().equals(OldDatabase.ENDED))
              .toList();
      assertThat(due).extracting(OutboxEntry::kind).containsExactly(Kind.CALLBACK, Kind.EVENT);
      assertThat(due).extracting(OutboxEntry::callbackUrl).containsOnly(Optional.of(CALLBACK));

      Retention retention = new Retention(database, clock, Duration.ofDays(1));
      assertThat(retention.due()).containsExactly(OldDatabase.REMOVED);
      retention.remove(OldDatabase.REMOVED);
      assertThat(retention.due()).isEmpty();
    }
  }

  private static void succeed(StoredLedger ledger, AttemptRef ref, Instant now) {
    assertThat(ledger.end(ref, Sample.end(AttemptOutcome.Kind.SUCCEEDED, now), now)).isPresent();
  }
}
