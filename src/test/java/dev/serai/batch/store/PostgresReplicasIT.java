package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Claim;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemState;
import dev.serai.batch.Outbox;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several concurrent replicas, each with separate connections, on one PostgreSQL. */
class PostgresReplicasIT {

  private static final int REPLICAS = 4;
  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final Limits LIMITS = new Limits(12, 8);
  private static Postgres postgres;

  /** One process, from the database's point of view. */
  private record Replica(
      String name,
      Database database,
      StoredBatches store,
      StoredLedger ledger,
      StoredNotices notices) {

    static Replica open(String name, DatabaseAddress address) {
      Database database = Database.open(address, new SimpleMeterRegistry());
      return new Replica(
          name,
          database,
          new StoredBatches(database, Clock.systemUTC()),
          new StoredLedger(database, LIMITS, new SimpleMeterRegistry()),
          new StoredNotices(database));
    }
  }

  private final List<Replica> replicas = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(REPLICAS * 2);

  @BeforeAll
  static void start() {
    postgres = Postgres.create();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  /** Opens them concurrently, so that all of them try to bring the schema up to date. */
  @BeforeEach
  void openReplicas() throws Exception {
    DatabaseAddress address = postgres.newDatabase();
    replicas.addAll(atOnce(REPLICAS, i -> Replica.open("replica-" + i, address)));
  }

  @AfterEach
  void closeReplicas() {
    threads.shutdownNow();
    replicas.forEach(replica -> replica.database().close());
  }

  /** A task for the replica of this number. */
  @FunctionalInterface
  private interface Task<T> {
    T run(int number) throws Exception;
  }

  /** Starts all of them at the same moment. */
  private <T> List<T> atOnce(int count, Task<T> task) throws Exception {
    CyclicBarrier together = new CyclicBarrier(count);
    List<Callable<T>> calls =
        IntStream.range(0, count)
            .<Callable<T>>mapToObj(
                i ->
                    () -> {
                      together.await();
                      return task.run(i);
                    })
            .toList();
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(calls)) {
      try {
        results.add(result.get());
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
    return results;
  }

  @Test
  void claimersKeepAllLimitsAndClaimNothingTwice() throws Exception {
    Replica first = replicas.get(0);
    submit(first, Sample.plain().named("a").of("x").parallel(5), 60);
    submit(first, Sample.plain().named("b").of("x").parallel(6), 60);
    submit(first, Sample.plain().named("c").of("y").parallel(7), 60);
    Set<AttemptRef> claimed = ConcurrentHashMap.newKeySet();
    Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
    AtomicInteger ended = new AtomicInteger();

    atOnce(
        REPLICAS,
        i -> {
          Replica replica = replicas.get(i);
          while (ended.get() < 180) {
            Instant now = Instant.now();
            List<Claim> claims = replica.ledger().claim(replica.name(), 3, Set.of(), HOLD, now);
            for (Claim claim : claims) {
              assertThat(claimed.add(claim.ref())).as("%s is claimed once", claim).isTrue();
              begin(active, claim);
            }
            for (Claim claim : claims) {
              replica.ledger().created(new Created(claim.ref(), "p", "u", "c"));
              replica.ledger().running(claim.ref(), "n", now);
              finish(active, claim);
              replica
                  .ledger()
                  .end(claim.ref(), Sample.end(AttemptOutcome.Kind.SUCCEEDED, now), now);
              ended.incrementAndGet();
            }
          }
          return null;
        });

    assertThat(claimed).hasSize(180);
    assertThat(first.store().list(StoreContract.ALL, Optional.empty(), 10))
        .allMatch(batch -> batch.counts().of(ItemState.SUCCEEDED) == 60);
  }

  /** Counts at most as many as the database, so that a limit exceeded here was exceeded there. */
  private static void begin(Map<String, AtomicInteger> active, Claim claim) {
    require(active, "all", LIMITS.all());
    require(active, "owner " + claim.owner(), LIMITS.ofOwner());
    require(active, claim.batchName(), Map.of("a", 5, "b", 6, "c", 7).get(claim.batchName()));
  }

  private static void require(Map<String, AtomicInteger> active, String what, int limit) {
    assertThat(active.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet())
        .as("active of %s", what)
        .isLessThanOrEqualTo(limit);
  }

  private static void finish(Map<String, AtomicInteger> active, Claim claim) {
    List.of("all", "owner " + claim.owner(), claim.batchName())
        .forEach(what -> active.get(what).decrementAndGet());
  }

  @Test
  void racingSubmissionsOfOneKeyAreOneBatch() throws Exception {
    List<BatchStore.Accepted> all =
        atOnce(
            REPLICAS,
            i ->
                replicas
                    .get(i)
                    .store()
                    .submit(Sample.plain().named("n").key("k").submission(), Sample.items(2_000)));

    assertThat(all.stream().map(accepted -> accepted.batch().id()).distinct()).hasSize(1);
    assertThat(all.stream().filter(accepted -> !accepted.repeated())).hasSize(1);
    assertThat(all).allMatch(accepted -> accepted.batch().counts().total() == 2_000);
  }

  @Test
  void anEndIsCountedOnceAndAnEndedBatchIsHandedToOne() throws Exception {
    Replica first = replicas.get(0);
    for (int round = 0; round < 20; round++) {
      Batch batch = submit(first, Sample.plain().named("r" + round).attempts(3, 0), 1);
      AttemptRef ref = claim(first).get(0).ref();
      Instant now = Instant.now();
      AttemptOutcome.Kind kind =
          round % 2 == 0 ? AttemptOutcome.Kind.SUCCEEDED : AttemptOutcome.Kind.REFUSED;

      assertThat(
              atOnce(REPLICAS, i -> replicas.get(i).ledger().end(ref, Sample.end(kind, now), now))
                  .stream()
                  .filter(Optional::isPresent))
          .as("outcomes saved in round %d", round)
          .hasSize(1);
      assertThat(
              atOnce(REPLICAS, i -> replicas.get(i).ledger().finish(now)).stream()
                  .flatMap(List::stream)
                  .map(Batch::id))
          .as("finished in round %d", round)
          .containsExactly(batch.id());
      assertThat(
              atOnce(REPLICAS, i -> replicas.get(i).notices().due(Instant.now(), HOLD, 10)).stream()
                  .flatMap(List::stream)
                  .map(Outbox.OutboxEntry::batch))
          .as("outbox entries of round %d", round)
          .containsExactly(batch.id());
    }
  }

  @Test
  void aFailureThatIsTriedAgainAndACancellationLeaveNothingQueued() throws Exception {
    Replica first = replicas.get(0);
    for (int round = 0; round < 20; round++) {
      Batch batch = submit(first, Sample.plain().named("r" + round).attempts(5, 0), 3);
      List<Claim> claims = claim(first);
      Instant now = Instant.now();

      atOnce(
          4,
          i ->
              i == 3
                  ? replicas.get(i).store().cancel(batch.id(), "Cancelled", "", now)
                  : replicas
                      .get(i)
                      .ledger()
                      .end(claims.get(i).ref(), Sample.end(AttemptOutcome.Kind.FAILED, now), now));

      assertThat(first.ledger().finish(now))
          .as("finished in round %d", round)
          .extracting(Batch::state)
          .containsExactly(BatchState.CANCELLED);
    }
  }

  @Test
  void nothingIsStartedAfterAPauseHasReturned() throws Exception {
    Replica first = replicas.get(0);
    for (int round = 0; round < 20; round++) {
      Batch batch = submit(first, Sample.plain().named("r" + round), 5);
      Instant now = Instant.now();

      atOnce(
          2,
          i ->
              i == 0
                  ? first.ledger().claim("r", 3, Set.of(), HOLD, now)
                  : replicas.get(1).store().pause(batch.id()));
      int active = first.store().find(batch.id()).orElseThrow().counts().active();

      assertThat(active).isIn(0, 3);
      assertThat(claim(first)).as("claims after the pause of round %d", round).isEmpty();
      first.store().cancel(batch.id(), "Cancelled", "", now);
      first
          .ledger()
          .active(Instant.now().plusSeconds(1), Optional.empty(), 10)
          .forEach(
              going ->
                  first
                      .ledger()
                      .end(going.ref(), Sample.end(AttemptOutcome.Kind.CANCELLED, now), now));
      first.ledger().finish(now);
    }
  }

  @Test
  void aRestartedDatabaseIsUnavailableForAWhileAndNothingIsLost() {
    Replica first = replicas.get(0);
    Batch batch = submit(first, Sample.plain(), 5);
    AttemptRef ref = claim(first).get(0).ref();

    postgres.stop();
    assertThatThrownBy(() -> first.store().find(batch.id()))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("database")
        // clients read it
        .hasMessageNotContaining("127.0.0.1");
    assertThat(first.database().problem()).isPresent();
    postgres.start();

    Awaitility.await("the store after the restart")
        .atMost(Duration.ofSeconds(30))
        .ignoreException(DatabaseUnavailableException.class)
        .until(() -> first.store().find(batch.id()).isPresent());
    assertThat(first.database().problem()).isEmpty();
    assertThat(first.store().attempt(ref)).isPresent();
    postgres.crash();
    postgres.start();
    Awaitility.await("the store after the crash")
        .atMost(Duration.ofSeconds(30))
        .ignoreException(DatabaseUnavailableException.class)
        .until(() -> first.store().attempt(ref).isPresent());
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() {
    DatabaseAddress right = postgres.newDatabase();
    DatabaseAddress wrong =
        DatabaseAddress.at(right.url(), right.user(), Optional.of("not-this-one"));

    assertThatThrownBy(() -> Database.open(wrong, new SimpleMeterRegistry()))
        .hasMessageContaining("database-password")
        .hasMessageNotContaining("not-this-one");
  }

  private static Batch submit(Replica replica, Sample sample, int items) {
    return replica.store().submit(sample.submission(), Sample.items(items)).batch();
  }

  private static List<Claim> claim(Replica replica) {
    return replica.ledger().claim(replica.name(), 10, Set.of(), HOLD, Instant.now());
  }
}
