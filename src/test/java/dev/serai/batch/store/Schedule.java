package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchState;
import dev.serai.batch.Claim;
import dev.serai.batch.Item;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.NewItem;
import dev.serai.batch.Outbox;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Database;
import dev.serai.batch.store.Model.ModelBatch;
import dev.serai.batch.store.Model.ModelItem;
import dev.serai.instance.RequestRejectedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.generic.GenericType;

/**
 * One random sequence of operations on batches, applied to the store and to the model, which must
 * agree after each step.
 */
final class Schedule {

  private static final List<String> TARGETS = List.of("", "c1", "c2");
  private static final int MOST_BATCHES = 3;

  /** A process that dies before its transaction is committed. */
  private static final class SimulatedCrashException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Random random;
  private final Limits limits;
  private final Database database;
  private final StoredBatches store;
  private final StoredLedger ledger;
  private final StoredNotices notices;
  private final Model model;
  private final List<Claim> known = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");

  Schedule(long seed, Database database) {
    this.random = new Random(seed);
    this.database = database;
    this.limits = new Limits(random.nextInt(3, 10), random.nextInt(0, 5));
    InstantSource time = () -> now;
    this.store = new StoredBatches(database, time.withZone(ZoneOffset.UTC));
    this.ledger = new StoredLedger(database, limits, new SimpleMeterRegistry());
    this.notices = new StoredNotices(database);
    this.model = new Model(limits);
  }

  /** The operations so far, to find the cause of a failure. */
  List<String> delivered() {
    return delivered;
  }

  /** The kinds of events so far, to show that the schedules reach them. */
  Set<String> seen() {
    return seen;
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      compare();
    }
    settle();
  }

  private void step() {
    switch (random.nextInt(24)) {
      case 0 -> submit();
      case 1, 2, 3, 4 -> claim();
      case 5 -> takeOver();
      case 6, 7 -> created();
      case 8, 9 -> running();
      case 10, 11, 12, 13, 14 -> end();
      case 15 -> releaseClaim();
      case 16 -> control();
      case 17 -> crash();
      case 18 -> endDue();
      case 19 -> finish();
      case 20 -> notices();
      default -> {
        now = now.plusMillis(random.nextLong(30_000));
        say("it is " + now);
      }
    }
  }

  private void say(String what) {
    delivered.add(what);
  }

  // ---- steps

  private void submit() {
    if (model.batches.size() >= MOST_BATCHES) {
      return;
    }
    BatchSpec spec =
        new BatchSpec(
            Optional.empty(),
            "owner-" + random.nextInt(2),
            random.nextInt(1, 5),
            random.nextInt(2),
            Sample.retry(random.nextInt(1, 4), random.nextInt(3)),
            Optional.empty(),
            random.nextInt(4) == 0
                ? Optional.of(Duration.ofSeconds(random.nextInt(200)))
                : Optional.empty(),
            random.nextInt(4) == 0,
            Duration.ofSeconds(random.nextInt(30)),
            random.nextBoolean()
                ? Optional.of(URI.create("https://example.com/"))
                : Optional.empty());
    boolean mixed = random.nextBoolean();
    String only = pick(TARGETS);
    List<String> targets =
        IntStream.range(0, random.nextInt(1, 6))
            .mapToObj(i -> mixed ? pick(TARGETS) : only)
            .toList();
    List<NewItem> items =
        IntStream.range(0, targets.size())
            .mapToObj(i -> new NewItem("i" + i, "{}", targets.get(i), Optional.empty()))
            .toList();

    Batch batch =
        store.submit(new Submission(spec, Optional.empty(), "d"), items.iterator()).batch();

    ModelBatch expected = new ModelBatch(batch.id(), spec, now);
    for (int i = 0; i < targets.size(); i++) {
      expected.items.add(new ModelItem(i, targets.get(i)));
    }
    model.batches.put(batch.id(), expected);
    say("submitted " + batch.id() + " " + spec + " " + targets);
  }

  private void claim() {
    int room = random.nextInt(6);
    Set<String> held = random.nextInt(3) == 0 ? Set.of(pick(TARGETS)) : Set.of();
    List<Claim> claims =
        ledger.claim("r" + random.nextInt(3), room, held, Duration.ofSeconds(60), now);
    say("claimed " + claims + " of " + room + ", held " + held);
    known.addAll(claims);
    model.claimed(claims, room, held, now);
  }

  private void takeOver() {
    int room = random.nextInt(1, 6);
    List<Claim> claims =
        ledger.takeOver("r" + random.nextInt(3), room, Duration.ofSeconds(60), now);
    say("took over " + claims);
    claims.forEach(claim -> seen.add("taken over"));
    known.addAll(claims);
    model.takenOver(claims, room, now);
  }

  private void created() {
    AttemptRef ref = someAttempt();
    say("created " + ref);
    assertThat(ledger.created(new Created(ref, "pod", "uid", "cluster")))
        .isEqualTo(model.created(ref));
  }

  private void running() {
    AttemptRef ref = someAttempt();
    say("running " + ref);
    assertThat(ledger.running(ref, "node", now)).isEqualTo(model.running(ref));
  }

  private void end() {
    AttemptRef ref = someAttempt();
    AttemptOutcome end = Sample.end(pick(List.of(AttemptOutcome.Kind.values())), now);
    say("end of " + ref + ": " + end.kind());
    assertThat(ledger.end(ref, end, now)).isEqualTo(model.ended(ref, end, now));
    assertThat(ledger.keep(ref, now)).isEqualTo(model.keep(ref, now));
  }

  private void releaseClaim() {
    if (known.isEmpty()) {
      return;
    }
    Claim claim = someClaim();
    Instant notBefore = now.plusSeconds(random.nextInt(20) + 1L);
    say("released " + claim + " of " + claim.leaseExpiresAt() + " until " + notBefore);
    ledger.releaseClaim(claim, "no room", notBefore, now);
    model.givenBack(claim, notBefore);
  }

  private void control() {
    if (model.batches.isEmpty()) {
      return;
    }
    ModelBatch batch = pick(List.copyOf(model.batches.values()));
    switch (random.nextInt(6)) {
      case 0 -> {
        say("cancel " + batch.id);
        assertThat(store.cancel(batch.id, "Cancelled", "", now))
            .isEqualTo(model.cancel(batch, "Cancelled"));
      }
      case 1 -> {
        say("pause " + batch.id);
        assertThat(store.pause(batch.id))
            .isEqualTo(model.move(batch, BatchState.RUNNING, BatchState.PAUSED));
      }
      case 2 -> {
        say("resume " + batch.id);
        assertThat(store.resume(batch.id))
            .isEqualTo(model.move(batch, BatchState.PAUSED, BatchState.RUNNING));
      }
      case 3, 4 -> retry(batch);
      default -> delete(batch);
    }
  }

  private void retry(ModelBatch batch) {
    say("retry " + batch.id);
    try {
      int retried = store.retryFailed(batch.id, now);
      Model.require(batch.state != BatchState.CANCELLING, "a retry during the end");
      assertThat(retried).isEqualTo(model.retry(batch));
      seen.add(retried > 0 ? "retried" : "nothing to retry");
    } catch (RequestRejectedException e) {
      Model.require(batch.state == BatchState.CANCELLING, "refused: " + e.getMessage());
    }
  }

  private void delete(ModelBatch batch) {
    say("delete " + batch.id);
    try {
      assertThat(store.delete(batch.id)).isTrue();
      Model.require(batch.state.isFinal(), "a deletion before the end");
      model.delete(batch);
      seen.add("deleted");
    } catch (RequestRejectedException e) {
      Model.require(!batch.state.isFinal(), "refused: " + e.getMessage());
    }
  }

  /** Work whose process dies before the commit leaves nothing behind. */
  private void crash() {
    Database.Work<Object> work;
    switch (random.nextInt(3)) {
      case 0 -> {
        say("crash in a claim");
        ClaimDao.Lease lease = new ClaimDao.Lease("r", now, now.plusSeconds(60));
        work = handle -> handle.attach(ClaimDao.class).claim(limits, 5, Set.of(), lease);
      }
      case 1 -> {
        AttemptRef ref = someAttempt();
        say("crash in the end of " + ref);
        AttemptOutcome end = Sample.end(AttemptOutcome.Kind.FAILED, now);
        work = handle -> handle.attach(AttemptDao.class).end(ref, end, now);
      }
      default -> {
        List<String> ids = List.copyOf(model.batches.keySet());
        String id = ids.isEmpty() ? "b-none" : pick(ids);
        say("crash in the end of " + id);
        work = handle -> handle.attach(BatchEndDao.class).finish(id, now);
      }
    }
    try {
      database.transact(
          handle -> {
            work.run(handle);
            throw new SimulatedCrashException();
          });
    } catch (SimulatedCrashException e) {
      say("crashed");
    }
  }

  private void endDue() {
    say("end what is due");
    assertThat(ledger.endDue(now)).containsExactlyInAnyOrderElementsOf(model.endDue(now));
  }

  private void finish() {
    Map<String, BatchState> finished =
        ledger.finish(now).stream().collect(Collectors.toMap(Batch::id, Batch::state));
    say("finished " + finished);
    assertThat(finished).isEqualTo(model.finish());
  }

  private void notices() {
    List<Outbox.OutboxEntry> due = notices.due(now, Duration.ofSeconds(30), 2);
    say("delivered " + due);
    for (Outbox.OutboxEntry notice : due) {
      Set<Outbox.Kind> left = model.notices.getOrDefault(notice.batch(), Set.of());
      Model.require(left.contains(notice.kind()), notice + " is one too many");
      notices.delivered(notice);
      left.remove(notice.kind());
      // an empty set stays when all are delivered, so that a second end is noticed
    }
  }

  /** After any sequence, every batch can be ended. */
  private void settle() {
    say("settle");
    for (ModelBatch batch : List.copyOf(model.batches.values())) {
      store.cancel(batch.id, "Cancelled", "", now);
      model.cancel(batch, "Cancelled");
      for (AttemptRef ref : List.copyOf(batch.attempts.keySet())) {
        AttemptOutcome end = Sample.end(AttemptOutcome.Kind.CANCELLED, now);
        assertThat(ledger.end(ref, end, now)).isEqualTo(model.ended(ref, end, now));
      }
    }
    finish();
    compare();
    assertThat(ledger.active(now.plusSeconds(1), Optional.empty(), 100)).isEmpty();
    assertThat(store.list(StoreContract.ALL, Optional.empty(), 100))
        .allMatch(batch -> batch.state().isFinal());
  }

  private AttemptRef someAttempt() {
    if (known.isEmpty() || random.nextInt(20) == 0) {
      return new AttemptRef("b-unknown", 0, 1);
    }
    return someClaim().ref();
  }

  /** Mostly one of the last; it may have ended. */
  private Claim someClaim() {
    int newest = known.size() - 1;
    return known.get(newest - Math.min(newest, (int) Math.abs(random.nextGaussian() * 3)));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  // ---- comparison

  private void compare() {
    Map<String, List<String>> stored = new TreeMap<>();
    Map<String, String> attempts = new TreeMap<>();
    for (Batch batch : store.list(StoreContract.ALL, Optional.empty(), 100)) {
      List<String> lines = new ArrayList<>();
      lines.add(batch.state() + " " + batch.reason());
      seen.add(batch.state() + " " + batch.reason());
      List<Item> items = store.items(batch.id(), Optional.empty(), -1, 100);
      for (Item item : items) {
        lines.add(
            line(
                item.position(),
                item.state().name(),
                item.attempt(),
                item.failures(),
                item.infrastructureFailures(),
                item.notBefore().orElse(Instant.EPOCH)));
        seen.add("item " + item.state());
        seen.add("attempt " + item.attempt());
        assertThat(item.finishedAt().isPresent()).isEqualTo(item.state().isFinal());
        IntStream.rangeClosed(1, item.attempt())
            .mapToObj(number -> new AttemptRef(batch.id(), item.position(), number))
            .forEach(
                ref ->
                    attempts.put(
                        ref.toString(),
                        ref.number() == item.attempt() && item.state().isActive() ? "on" : "over"));
      }
      assertThat(batch.counts().byState())
          .as("counts are the sum of the items")
          .isEqualTo(
              new ItemCounts(
                      items.stream()
                          .collect(Collectors.toMap(Item::state, item -> 1, Integer::sum)))
                  .byState());
      stored.put(batch.id(), lines);
    }
    assertThat(stored).isEqualTo(expected());
    assertThat(storedAttempts())
        .as("numbers without a gap, of which only the last of an active item has not ended")
        .isEqualTo(attempts);
    assertThat(pendingNotices()).isEqualTo(expectedNotices());
    model.checkLimits();
  }

  private Map<String, List<String>> expected() {
    Map<String, List<String>> all = new TreeMap<>();
    for (ModelBatch batch : model.batches.values()) {
      List<String> lines = new ArrayList<>();
      lines.add(batch.state + " " + batch.reason);
      batch.items.forEach(
          item ->
              lines.add(
                  line(
                      item.position,
                      item.state.name(),
                      item.attempt,
                      item.failures,
                      item.infrastructureFailures,
                      item.notBefore)));
      all.put(batch.id, lines);
    }
    return all;
  }

  private static String line(
      int position,
      String state,
      int attempt,
      int failures,
      int infrastructureFailures,
      Instant notBefore) {
    return "%d %s attempt=%d failures=%d infrastructure=%d notBefore=%s"
        .formatted(position, state, attempt, failures, infrastructureFailures, notBefore);
  }

  private Map<String, String> storedAttempts() {
    return database.transact(
        handle ->
            handle
                .createQuery(
                    """
                    select a.batch_id || '/' || a.position || '/' || a.number as ref,
                      case when a.ended_at is null then 'on' else 'over' end as standing
                    from attempt a join batch b on b.id = a.batch_id where b.deleted = false
                    """)
                .setMapKeyColumn("ref")
                .setMapValueColumn("standing")
                .collectInto(new GenericType<Map<String, String>>() {}));
  }

  private Set<String> pendingNotices() {
    return database.transact(
        handle ->
            handle.select("select batch_id || ' ' || kind from outbox").mapTo(String.class).set());
  }

  private Set<String> expectedNotices() {
    Set<String> all = new HashSet<>();
    model.notices.forEach((batch, kinds) -> kinds.forEach(kind -> all.add(batch + " " + kind)));
    return all;
  }
}
