package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptOutcome.Kind;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Claim;
import dev.serai.batch.Item;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemLedger.Active;
import dev.serai.batch.ItemLedger.AttemptPodState;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.batch.NewItem;
import dev.serai.batch.OpenBatches;
import dev.serai.batch.Outbox;
import dev.serai.batch.Outbox.OutboxEntry;
import dev.serai.batch.database.Database;
import dev.serai.instance.RequestRejectedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of the store on every database. */
abstract class StoreContract {

  static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  static final Duration HOLD = Duration.ofSeconds(60);
  static final BatchStore.BatchFilter ALL =
      new BatchStore.BatchFilter(Optional.empty(), Optional.empty());

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final List<String> statements = new CopyOnWriteArrayList<>();
  Database database;
  StoredBatches store;
  StoredLedger ledger;
  StoredNotices notices;

  /** An empty database, which adds each statement to {@link #statements}. */
  abstract Database open();

  @BeforeEach
  void openStore() {
    database = open();
    store = new StoredBatches(database, Clock.fixed(NOW, ZoneOffset.UTC));
    ledger = ledger(new Limits(1000, 0));
    notices = new StoredNotices(database);
  }

  @AfterEach
  void closeStore() {
    database.close();
  }

  StoredLedger ledger(Limits limits) {
    return new StoredLedger(database, limits, metrics);
  }

  Batch submit(Sample sample, int items) {
    return store.submit(sample.submission(), Sample.items(items)).batch();
  }

  List<Claim> claim(int room) {
    return ledger.claim("replica-1", room, Set.of(), HOLD, NOW);
  }

  Batch read(Batch batch) {
    return store.find(batch.id()).orElseThrow();
  }

  Item itemAt(Batch batch, int position) {
    return store.items(batch.id(), Optional.empty(), position - 1, 1).get(0);
  }

  Optional<ItemRule> end(AttemptRef ref, Kind kind) {
    return ledger.end(ref, Sample.end(kind, NOW), NOW);
  }

  void runAll(int room, Kind kind) {
    claim(room).forEach(claim -> end(claim.ref(), kind));
  }

  // ---- submission

  @Test
  void keepsEverythingThatWasSubmitted() {
    Sample sample =
        Sample.plain()
            .named("sweep")
            .priority(-7)
            .parallel(3)
            .attempts(4, 2)
            .deadline(Duration.ofHours(2))
            .failFast()
            .keepingPods(Duration.ofMinutes(1))
            .callback("https://example.com/done?x=1");

    Batch batch = submit(sample, 3);

    assertThat(batch.id()).matches("b-[0-9a-v]{16}");
    assertThat(batch.spec()).isEqualTo(sample.spec());
    assertThat(batch.state()).isEqualTo(BatchState.RUNNING);
    assertThat(batch.counts().byState()).containsEntry(ItemState.QUEUED, 3);
    assertThat(batch.createdAt()).isEqualTo(NOW);
    assertThat(store.find(batch.id())).contains(batch);
    BatchHead head = new BatchHead(batch.id(), "team", BatchState.RUNNING);
    assertThat(store.head(batch.id())).contains(head);
    assertThat(store.headByName("team", "sweep")).contains(head);
    assertThat(store.headByName("others", "sweep")).isEmpty();
    assertThat(itemAt(batch, 2))
        .isEqualTo(
            new Item(
                batch.id(),
                2,
                "item-2",
                ItemState.QUEUED,
                0,
                0,
                0,
                "",
                "",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(store.item(batch.id(), "item-1")).contains(itemAt(batch, 1));
  }

  @Test
  void aRepeatWithTheSameKeyIsTheSameBatch() {
    Batch first = submit(Sample.plain().key("k"), 2);

    BatchStore.Accepted again = store.submit(Sample.plain().key("k").submission(), Sample.items(2));

    assertThat(again.repeated()).isTrue();
    assertThat(again.batch().id()).isEqualTo(first.id());
    assertThat(store.list(ALL, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void aRepeatWithTheSameNameIsTheSameBatch() {
    Batch first = submit(Sample.plain().named("n"), 2);

    assertThat(submit(Sample.plain().named("n").key("other"), 2).id()).isEqualTo(first.id());
    assertThat(submit(Sample.plain().named("n").of("others"), 2).id()).isNotEqualTo(first.id());
  }

  @Test
  void anotherDocumentOfTheSameKeyOrNameIsRefused() {
    Batch first = submit(Sample.plain().named("n").key("k"), 1);

    assertThatThrownBy(() -> submit(Sample.plain().key("k").digest("d2"), 1))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(409))
        .hasMessageContaining(first.id())
        .hasMessageContaining("Idempotency-Key");
    assertThatThrownBy(() -> submit(Sample.plain().named("n").digest("d2"), 1))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("this name");
  }

  @Test
  void nothingIsLeftOfASubmissionWhoseItemsFail() {
    Iterator<NewItem> breaking =
        Stream.iterate(0, i -> i + 1)
            .map(
                i -> {
                  if (i == 1200) {
                    throw new IllegalStateException("the document ends here");
                  }
                  return new NewItem("i" + i, "{}", "", Optional.empty());
                })
            .iterator();

    assertThatThrownBy(() -> store.submit(Sample.plain().key("k").submission(), breaking))
        .hasMessage("the document ends here");

    assertThat(store.list(ALL, Optional.empty(), 10)).isEmpty();
    assertThat(submit(Sample.plain().key("k").digest("d2"), 1).counts().total()).isEqualTo(1);
  }

  @Test
  void keepsWhatDatabasesDoNotLike() {
    submit(Sample.plain(), 1);
    Claim claim = claim(1).get(0);
    AttemptOutcome end =
        new AttemptOutcome(
            Kind.FAILED,
            "Error",
            "half \ud83d of a pair, zero \0",
            OptionalInt.of(1),
            "n",
            NOW,
            new LogTail("a\0b \ud83d\ude00".repeat(20_000), true, true));

    ledger.end(claim.ref(), end, NOW);

    Attempt kept = store.attempt(claim.ref()).orElseThrow();
    assertThat(kept.end().orElseThrow().message()).isEqualTo("half \ufffd of a pair, zero \ufffd");
    assertThat(kept.end().orElseThrow().log())
        .isEqualTo(new LogTail("a\ufffdb \ud83d\ude00".repeat(20_000), true, true));
  }

  // ---- reading

  @Test
  void listsTheNewestFirstAndPages() {
    List<String> ids =
        Stream.of("a", "b", "c")
            .map(
                name -> {
                  store =
                      new StoredBatches(
                          database, Clock.tick(Clock.systemUTC(), Duration.ofMillis(1)));
                  return submit(Sample.plain().named(name).of(name.equals("b") ? "x" : "y"), 1)
                      .id();
                })
            .sorted()
            .toList();

    List<Batch> page = store.list(ALL, Optional.empty(), 2);
    assertThat(page).extracting(Batch::id).containsExactly(ids.get(2), ids.get(1));
    assertThat(store.list(ALL, Optional.of(page.get(1).id()), 2))
        .extracting(Batch::id)
        .containsExactly(ids.get(0));
    assertThat(
            store.list(
                new BatchStore.BatchFilter(Optional.of("x"), Optional.of(BatchState.RUNNING)),
                Optional.empty(),
                10))
        .hasSize(1);
    assertThat(
            store.list(
                new BatchStore.BatchFilter(Optional.of("x"), Optional.of(BatchState.PAUSED)),
                Optional.empty(),
                10))
        .isEmpty();
  }

  @Test
  void pagesItemsOfAStateInTheOrderOfTheirPositions() {
    Batch batch = submit(Sample.plain().parallel(100).attempts(2, 0), 20);
    List<Claim> claims = claim(10);
    end(claims.get(7).ref(), Kind.FAILED);
    end(claims.get(3).ref(), Kind.FAILED);

    assertThat(store.items(batch.id(), Optional.of(ItemState.QUEUED), -1, 4))
        .extracting(Item::position)
        .containsExactly(3, 7, 10, 11);
    assertThat(store.items(batch.id(), Optional.of(ItemState.QUEUED), 7, 2))
        .extracting(Item::position)
        .containsExactly(10, 11);
    assertThat(store.items(batch.id(), Optional.of(ItemState.STARTING), 3, 3))
        .extracting(Item::position)
        .containsExactly(4, 5, 6);
    assertThat(store.items(batch.id(), Optional.empty(), 17, 10))
        .extracting(Item::position)
        .containsExactly(18, 19);
  }

  // ---- claims

  @Test
  void claimsWithinTheParallelism() {
    Batch batch = submit(Sample.plain().parallel(3).named("n"), 5);

    List<Claim> claims = claim(10);

    assertThat(claims)
        .extracting(Claim::ref)
        .containsExactly(
            new AttemptRef(batch.id(), 0, 1),
            new AttemptRef(batch.id(), 1, 1),
            new AttemptRef(batch.id(), 2, 1));
    Claim first = claims.get(0);
    assertThat(first.batchName()).isEqualTo("n");
    assertThat(first.owner()).isEqualTo("team");
    assertThat(first.itemId()).isEqualTo("item-0");
    assertThat(first.request()).contains("\"n\":0");
    assertThat(first.leaseExpiresAt()).isEqualTo(NOW.plus(HOLD));
    assertThat(claim(10)).isEmpty();
    end(first.ref(), Kind.SUCCEEDED);
    assertThat(claim(10)).extracting(c -> c.ref().position()).containsExactly(3);
    assertThat(read(batch).counts().byState())
        .containsAllEntriesOf(
            Map.of(ItemState.STARTING, 3, ItemState.QUEUED, 1, ItemState.SUCCEEDED, 1));
  }

  @Test
  void claimsWithinTheLimitOfAllAndOfTheOwner() {
    submit(Sample.plain().of("a").parallel(50), 50);
    submit(Sample.plain().of("b").parallel(50), 50);
    ledger = ledger(new Limits(8, 5));

    List<Claim> claims = claim(100);

    assertThat(claims).hasSize(8);
    assertThat(claims.stream().filter(claim -> claim.owner().equals("a")).count()).isLessThan(6);
    assertThat(claim(100)).isEmpty();
  }

  @Test
  void servesAHigherPriorityFirst() {
    submit(Sample.plain().named("low"), 10);
    submit(Sample.plain().named("high").priority(5), 3);

    assertThat(claim(5))
        .extracting(Claim::batchName)
        .containsExactlyInAnyOrder("high", "high", "high", "low", "low");
  }

  @Test
  void aSmallBatchGetsItsShareBesideALargeOne() {
    submit(Sample.plain().named("large").parallel(100), 1000);
    claim(6);
    submit(Sample.plain().named("small").parallel(100), 4);

    // the large one has six active items already
    assertThat(claim(4)).extracting(Claim::batchName).containsOnly("small");
  }

  @Test
  void whatOneBatchDoesNotNeedIsTheOthers() {
    submit(Sample.plain().named("large").parallel(100), 100);
    submit(Sample.plain().named("small").parallel(100), 2);

    assertThat(claim(20).stream().filter(claim -> claim.batchName().equals("large"))).hasSize(18);
  }

  @Test
  void aHeldTargetHoldsUpNoOther() {
    Batch one = submit(Sample.plain(), 0);
    store.submit(Sample.plain().named("held").submission(), Sample.items(3, "c1"));
    store.submit(
        Sample.plain().named("both").submission(),
        List.of(
                new NewItem("a", "{}", "c1", Optional.empty()),
                new NewItem("b", "{}", "c2", Optional.empty()))
            .iterator());

    List<Claim> claims = ledger.claim("r", 10, Set.of("c1"), HOLD, NOW);

    assertThat(one.counts().total()).isZero();
    assertThat(claims).extracting(Claim::itemId).containsExactly("b");
    assertThat(ledger.claim("r", 10, Set.of("c2"), HOLD, NOW)).hasSize(4);
  }

  @Test
  void anItemInItsBackoffWaits() {
    submit(Sample.plain().attempts(2, 0), 1);
    Claim claim = claim(1).get(0);

    ItemRule rule = end(claim.ref(), Kind.FAILED).orElseThrow();

    assertThat(rule.state()).isEqualTo(ItemState.QUEUED);
    assertThat(claim(1)).isEmpty();
    assertThat(ledger.claim("r", 1, Set.of(), HOLD, NOW.plus(Sample.BACKOFF)))
        .extracting(again -> again.ref().number())
        .containsExactly(2);
  }

  @Test
  void aClaimThatIsOverIsTakenOverOnce() {
    Batch batch = submit(Sample.plain().parallel(2).named("n"), 2);
    List<Claim> claims = claim(2);
    ledger.created(new Created(claims.get(1).ref(), "pod-1", "u", "c"));
    Instant later = NOW.plus(HOLD);

    assertThat(ledger.takeOver("replica-2", 10, HOLD, later.minusMillis(1))).isEmpty();
    List<Claim> taken = ledger.takeOver("replica-2", 10, HOLD, later);

    assertThat(taken).hasSize(1);
    Claim expected = claims.get(0);
    assertThat(taken.get(0))
        .isEqualTo(
            new Claim(
                expected.ref(),
                expected.itemId(),
                "n",
                expected.owner(),
                expected.target(),
                expected.request(),
                expected.timeout(),
                later.plus(HOLD),
                true,
                Optional.empty()));
    assertThat(ledger.takeOver("replica-3", 10, HOLD, later)).isEmpty();
    assertThat(store.attempts(batch.id(), 0))
        .extracting(Attempt::replica)
        .containsExactly("replica-2");
  }

  @Test
  void whoTakesUpAClaimKnowsWhichClusterMayHaveItsPod() {
    submit(Sample.plain(), 1);
    Claim claim = claim(1).get(0);

    ledger.markUncertain(claim.ref(), "east");

    List<Claim> taken = ledger.takeOver("replica-2", 10, HOLD, NOW.plus(HOLD));
    assertThat(taken).extracting(Claim::uncertainCluster).containsExactly(Optional.of("east"));
  }

  @Test
  void aClaimGivenBackCountsForNothing() {
    Batch batch = submit(Sample.plain(), 1);
    Claim claim = claim(1).get(0);

    ledger.releaseClaim(claim, "the cluster has no room", NOW.plusSeconds(5), NOW);

    assertThat(itemAt(batch, 0).state()).isEqualTo(ItemState.QUEUED);
    assertThat(itemAt(batch, 0).attempt()).isZero();
    assertThat(itemAt(batch, 0).message()).isEqualTo("the cluster has no room");
    assertThat(itemAt(batch, 0).notBefore()).contains(NOW.plusSeconds(5));
    assertThat(store.attempt(claim.ref())).isEmpty();
    assertThat(ledger.keep(claim.ref(), NOW)).isEqualTo(PodRetention.DELETE);
    assertThat(claim(1)).isEmpty();
    Claim again = ledger.claim("r", 1, Set.of(), HOLD, NOW.plusSeconds(5)).get(0);
    assertThat(again.ref()).isEqualTo(claim.ref());
    assertThat(itemAt(batch, 0).message()).isEmpty();
  }

  @Test
  void aClaimThatWasTakenOverIsNotGivenBackByWhoHadIt() {
    Batch batch = submit(Sample.plain(), 1);
    Claim over = claim(1).get(0);
    Claim taken = ledger.takeOver("replica-2", 10, HOLD, NOW.plus(HOLD)).get(0);

    ledger.releaseClaim(over, "the cluster has no room", NOW.plusSeconds(5), NOW.plus(HOLD));

    assertThat(itemAt(batch, 0).state()).isEqualTo(ItemState.STARTING);
    assertThat(ledger.created(pod(taken.ref()))).isEqualTo(AttemptPodState.PRESENT);
  }

  @Test
  void aClaimStandsUntilItsPodIsNotedOrItIsTakenOver() {
    submit(Sample.plain().parallel(3), 3);
    List<Claim> claims = claim(3);
    assertThat(claims).allMatch(ledger::isCurrent).noneMatch(Claim::takenOver);

    ledger.created(pod(claims.get(0).ref()));
    ledger.end(claims.get(1).ref(), AttemptOutcome.of(Kind.SUCCEEDED, "", "", NOW), NOW);
    Claim taken = ledger.takeOver("replica-2", 10, HOLD, NOW.plus(HOLD)).get(0);

    assertThat(claims).noneMatch(ledger::isCurrent);
    assertThat(taken.ref()).isEqualTo(claims.get(2).ref());
    assertThat(taken.takenOver()).isTrue();
    assertThat(ledger.isCurrent(taken)).isTrue();
    ledger.end(taken.ref(), AttemptOutcome.of(Kind.SUCCEEDED, "", "", NOW), NOW.plus(HOLD));
    assertThat(ledger.isCurrent(taken)).isFalse();
  }

  // ---- the life cycle of an attempt

  @Test
  void anAttemptGoesThroughItsStates() {
    Batch batch = submit(Sample.plain(), 1);
    AttemptRef ref = claim(1).get(0).ref();

    assertThat(ledger.created(new Created(ref, "pod-a", "uid-a", "cluster-a")))
        .isEqualTo(AttemptPodState.PRESENT);
    assertThat(ledger.running(ref, "node-a", NOW.plusSeconds(1)))
        .isEqualTo(AttemptPodState.PRESENT);
    assertThat(itemAt(batch, 0).state()).isEqualTo(ItemState.RUNNING);
    assertThat(ledger.running(ref, "node-a", NOW.plusSeconds(2)))
        .isEqualTo(AttemptPodState.PRESENT);
    assertThat(itemAt(batch, 0).startedAt()).contains(NOW.plusSeconds(1));
    assertThat(ledger.keep(ref, NOW)).isEqualTo(PodRetention.NEEDED);
    AttemptOutcome end =
        new AttemptOutcome(
            Kind.FAILED,
            "Error",
            "exit code 3",
            OptionalInt.of(3),
            "node-a",
            NOW.plusSeconds(9),
            new LogTail("hello\n", true, true));
    ItemRule rule = ledger.end(ref, end, NOW.plusSeconds(10)).orElseThrow();

    assertThat(rule.state()).isEqualTo(ItemState.FAILED);
    assertThat(store.attempt(ref))
        .contains(
            new Attempt(
                ref,
                "pod-a",
                "uid-a",
                "cluster-a",
                "node-a",
                "replica-1",
                NOW,
                Optional.of(NOW.plusSeconds(1)),
                Optional.of(end)));
    assertThat(store.attempts(batch.id(), 0))
        .extracting(attempt -> attempt.end().orElseThrow().log())
        .containsExactly(new LogTail("", true, true));
    assertThat(store.lastAttempts(batch.id(), List.of(0, 1), true))
        .containsExactly(store.attempt(ref).orElseThrow());
    assertThat(store.lastAttempts(batch.id(), List.of(0, 1), false))
        .extracting(attempt -> attempt.end().orElseThrow().log())
        .as("a log that exists, and was not read")
        .containsExactly(new LogTail("", true, true));
    Item item = itemAt(batch, 0);
    assertThat(item.state()).isEqualTo(ItemState.FAILED);
    assertThat(item.reason()).isEqualTo("Error");
    assertThat(item.exitCode()).hasValue(3);
    assertThat(item.finishedAt()).contains(NOW.plusSeconds(9));
    assertThat(ledger.created(new Created(ref, "pod-b", "u", "c"))).isEqualTo(AttemptPodState.OVER);
    assertThat(ledger.running(ref, "n", NOW)).isEqualTo(AttemptPodState.OVER);
    assertThat(end(ref, Kind.SUCCEEDED)).isEmpty();
    assertThat(itemAt(batch, 0)).isEqualTo(item);
  }

  @Test
  void podsOfAMomentAreNotedTogetherAndEachIsToldWhatToDo() {
    Batch going = submit(Sample.plain().parallel(2).named("going"), 2);
    List<Claim> ofGoing = claim(2);
    Batch ending = submit(Sample.plain().parallel(2).named("ending"), 2);
    List<Claim> ofEnding = claim(2);
    store.cancel(ending.id(), "Cancelled", "by its owner", NOW);
    end(ofGoing.get(1).ref(), Kind.FAILED);

    Created cancelled = pod(ofEnding.get(1).ref());
    Created ended = pod(ofGoing.get(1).ref());
    Created unknown = pod(new AttemptRef("no-such-batch", 0, 1));
    Created present = pod(ofGoing.get(0).ref());
    Created alsoCancelled = pod(ofEnding.get(0).ref());

    assertThat(ledger.created(List.of(cancelled, ended, unknown, present, alsoCancelled)))
        .containsOnly(
            entry(cancelled, AttemptPodState.UNWANTED),
            entry(ended, AttemptPodState.OVER),
            entry(unknown, AttemptPodState.OVER),
            entry(present, AttemptPodState.PRESENT),
            entry(alsoCancelled, AttemptPodState.UNWANTED));
    assertThat(store.attempt(ofGoing.get(0).ref()).orElseThrow().pod())
        .isEqualTo("pod-of-" + going.id() + "/0/1");
    assertThat(store.attempt(ofGoing.get(1).ref()).orElseThrow().pod()).isEmpty();
    assertThat(ledger.created(List.of())).isEmpty();
  }

  private static Created pod(AttemptRef ref) {
    return new Created(ref, "pod-of-" + ref, "uid", "cluster");
  }

  @Test
  void anEndOfAnUnknownAttemptCountsForNothing() {
    Batch batch = submit(Sample.plain(), 1);

    assertThat(end(new AttemptRef(batch.id(), 0, 1), Kind.SUCCEEDED)).isEmpty();
    assertThat(end(new AttemptRef("b-unknown", 0, 1), Kind.SUCCEEDED)).isEmpty();
    assertThat(ledger.running(new AttemptRef("b-unknown", 0, 1), "n", NOW))
        .isEqualTo(AttemptPodState.OVER);
  }

  @Test
  void aPodIsKeptForItsTtlAfterItsEnd() {
    submit(Sample.plain().keepingPods(Duration.ofMinutes(1)), 1);
    AttemptRef ref = claim(1).get(0).ref();
    end(ref, Kind.SUCCEEDED);

    assertThat(ledger.keep(ref, NOW.plusSeconds(59))).isEqualTo(PodRetention.KEPT);
    assertThat(ledger.keep(ref, NOW.plusSeconds(60))).isEqualTo(PodRetention.DELETE);
    assertThat(ledger.keep(new AttemptRef("b-unknown", 0, 1), NOW)).isEqualTo(PodRetention.DELETE);
  }

  @Test
  void onlyAProgramsOwnEndSaysThatItsPodHasStopped() {
    submit(Sample.plain().keepingPods(Duration.ofMinutes(1)), 6);
    List<Claim> claims = claim(6);
    List<Kind> kinds = List.of(Kind.values());
    for (int i = 0; i < kinds.size(); i++) {
      end(claims.get(i).ref(), kinds.get(i));
    }

    Map<AttemptRef, PodRetention> keeps =
        ledger.keep(claims.stream().map(Claim::ref).toList(), NOW.plusSeconds(59));

    for (int i = 0; i < kinds.size(); i++) {
      boolean own = kinds.get(i) == Kind.SUCCEEDED || kinds.get(i) == Kind.FAILED;
      assertThat(keeps.get(claims.get(i).ref()))
          .as("%s", kinds.get(i))
          .isEqualTo(own ? PodRetention.KEPT : PodRetention.KEPT_IF_STOPPED);
    }
  }

  @Test
  void pagesThroughWhatIsActive() {
    Batch first = submit(Sample.plain().named("a"), 3);
    Batch second = submit(Sample.plain().named("b"), 2);
    claim(10);
    end(new AttemptRef(first.id(), 1, 1), Kind.SUCCEEDED);
    store.cancel(second.id(), "Cancelled", "", NOW);
    Instant then = NOW.plusSeconds(1);

    List<Active> page = ledger.active(then, Optional.empty(), 3);
    List<Active> rest = ledger.active(then, Optional.of(page.get(2).ref()), 3);

    assertThat(ledger.active(NOW, Optional.empty(), 10)).isEmpty();
    assertThat(Stream.concat(page.stream(), rest.stream()).map(Active::ref))
        .containsExactlyInAnyOrder(
            new AttemptRef(first.id(), 0, 1),
            new AttemptRef(first.id(), 2, 1),
            new AttemptRef(second.id(), 0, 1),
            new AttemptRef(second.id(), 1, 1));
    assertThat(Stream.concat(page.stream(), rest.stream()).filter(Active::ending))
        .extracting(active -> active.ref().batch())
        .containsOnly(second.id());
  }

  // ---- control

  @Test
  void aCancelledBatchStartsNothingAndEndsWithItsLastItem() {
    Batch batch = submit(Sample.plain().parallel(2), 5);
    List<Claim> claims = claim(2);

    assertThat(store.cancel(batch.id(), "Cancelled", "by its owner", NOW)).isTrue();

    assertThat(store.cancel(batch.id(), "Cancelled", "again", NOW)).isFalse();
    assertThat(read(batch).state()).isEqualTo(BatchState.CANCELLING);
    assertThat(read(batch).counts().of(ItemState.CANCELLED)).isEqualTo(3);
    assertThat(itemAt(batch, 4).message()).isEqualTo("by its owner");
    assertThat(claim(10)).isEmpty();
    assertThat(ledger.created(new Created(claims.get(0).ref(), "p", "u", "c")))
        .isEqualTo(AttemptPodState.UNWANTED);
    assertThat(ledger.finish(NOW)).isEmpty();
    end(claims.get(0).ref(), Kind.CANCELLED);
    end(claims.get(1).ref(), Kind.SUCCEEDED);
    Batch ended = ledger.finish(NOW.plusSeconds(5)).get(0);
    assertThat(ended.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(ended.finishedAt()).contains(NOW.plusSeconds(5));
    assertThat(ended.counts().of(ItemState.SUCCEEDED)).isEqualTo(1);
    assertThat(read(batch)).isEqualTo(ended);
    assertThat(ledger.finish(NOW)).isEmpty();
  }

  @Test
  void aClaimGivenBackToACancelledBatchIsCancelled() {
    Batch batch = submit(Sample.plain(), 1);
    Claim claim = claim(1).get(0);
    store.cancel(batch.id(), "DeadlineExceeded", "", NOW);

    ledger.releaseClaim(claim, "no room", NOW.plusSeconds(5), NOW.plusSeconds(1));

    assertThat(itemAt(batch, 0).state()).isEqualTo(ItemState.CANCELLED);
    assertThat(itemAt(batch, 0).reason()).isEqualTo("DeadlineExceeded");
    assertThat(itemAt(batch, 0).finishedAt()).contains(NOW.plusSeconds(1));
    assertThat(ledger.finish(NOW)).hasSize(1);
  }

  @Test
  void aFailureInACancelledBatchIsNotTriedAgain() {
    Batch batch = submit(Sample.plain().attempts(5, 5), 1);
    AttemptRef ref = claim(1).get(0).ref();
    store.cancel(batch.id(), "Cancelled", "", NOW);

    assertThat(end(ref, Kind.INFRASTRUCTURE).orElseThrow().state()).isEqualTo(ItemState.CANCELLED);
  }

  @Test
  void aPausedBatchStartsNothingUntilItIsResumed() {
    Batch batch = submit(Sample.plain().parallel(2), 3);
    AttemptRef ref = claim(1).get(0).ref();

    assertThat(store.resume(batch.id())).isFalse();
    assertThat(store.pause(batch.id())).isTrue();
    assertThat(store.pause(batch.id())).isFalse();
    assertThat(claim(10)).isEmpty();
    assertThat(end(ref, Kind.SUCCEEDED)).isPresent();
    assertThat(store.resume(batch.id())).isTrue();
    assertThat(claim(10)).hasSize(2);
  }

  @Test
  void theFirstFailureEndsABatchThatFailsFast() {
    Batch batch = submit(Sample.plain().failFast().parallel(2), 5);
    List<Claim> claims = claim(2);

    end(claims.get(0).ref(), Kind.FAILED);

    assertThat(read(batch).state()).isEqualTo(BatchState.CANCELLING);
    assertThat(read(batch).reason()).isEqualTo("FailFast");
    assertThat(read(batch).counts().of(ItemState.CANCELLED)).isEqualTo(3);
    end(claims.get(1).ref(), Kind.CANCELLED);
    assertThat(ledger.finish(NOW)).extracting(Batch::state).containsExactly(BatchState.FAILED);
  }

  @Test
  void theDeadlineEndsABatch() {
    Batch batch = submit(Sample.plain().deadline(Duration.ofMinutes(1)), 2);
    Instant over = NOW.plus(1, ChronoUnit.MINUTES);

    assertThat(ledger.endDue(over.minusMillis(1))).isEmpty();
    assertThat(ledger.claim("r", 10, Set.of(), HOLD, over)).isEmpty();
    assertThat(ledger.endDue(over)).containsExactly(batch.id());
    assertThat(ledger.endDue(over)).isEmpty();
    Batch ended = ledger.finish(over).get(0);
    assertThat(ended.state()).isEqualTo(BatchState.FAILED);
    assertThat(ended.reason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void aRetryQueuesWhatHasFailedAndNothingElse() {
    Batch batch = submit(Sample.plain().deadline(Duration.ofMinutes(1)).attempts(1, 0), 4);
    List<Claim> claims = claim(10);
    end(claims.get(0).ref(), Kind.SUCCEEDED);
    end(claims.get(1).ref(), Kind.FAILED);
    end(claims.get(2).ref(), Kind.TIMED_OUT);
    end(claims.get(3).ref(), Kind.INFRASTRUCTURE);
    assertThat(ledger.finish(NOW)).extracting(Batch::state).containsExactly(BatchState.FAILED);

    assertThat(store.retryFailed(batch.id(), NOW.plusSeconds(100))).isEqualTo(3);

    Batch again = read(batch);
    assertThat(again.state()).isEqualTo(BatchState.RUNNING);
    assertThat(again.finishedAt()).isEmpty();
    assertThat(again.counts().of(ItemState.QUEUED)).isEqualTo(3);
    assertThat(ledger.endDue(NOW.plusSeconds(100))).isEmpty();
    assertThat(again.spec().deadline()).as("the deadline is removed").isEmpty();
    assertThat(itemAt(batch, 1).failures()).isZero();
    assertThat(itemAt(batch, 1).exitCode()).isEmpty();
    List<Claim> second = claim(10);
    assertThat(second).extracting(claim -> claim.ref().number()).containsOnly(2);
    second.forEach(claim -> end(claim.ref(), Kind.SUCCEEDED));
    assertThat(ledger.finish(NOW)).extracting(Batch::state).containsExactly(BatchState.SUCCEEDED);
    assertThat(store.attempts(batch.id(), 1)).hasSize(2);
    assertThat(store.lastAttempts(batch.id(), List.of(0, 1, 2, 3), true))
        .extracting(attempt -> attempt.ref().number())
        .containsExactly(1, 2, 2, 2);
    assertThat(store.retryFailed(batch.id(), NOW)).isZero();
    assertThat(read(batch).state()).isEqualTo(BatchState.SUCCEEDED);
  }

  @Test
  void aRetryInABatchThatRunsLeavesItsDeadline() {
    Batch batch = submit(Sample.plain().deadline(Duration.ofMinutes(1)).attempts(1, 0), 2);
    end(claim(2).get(0).ref(), Kind.FAILED);

    assertThat(store.retryFailed(batch.id(), NOW)).isEqualTo(1);

    assertThat(read(batch).spec().deadline()).contains(Duration.ofMinutes(1));
    assertThat(ledger.endDue(NOW.plusSeconds(60))).containsExactly(batch.id());
  }

  @Test
  void aRetryOfABatchThatIsBeingEndedIsRefused() {
    Batch batch = submit(Sample.plain(), 1);
    claim(1);
    store.cancel(batch.id(), "Cancelled", "", NOW);

    assertThatThrownBy(() -> store.retryFailed(batch.id(), NOW))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(409));
    assertThat(store.retryFailed("b-unknown", NOW)).isZero();
  }

  @Test
  void aBatchThatHasEndedIsDeleted() {
    Batch batch = submit(Sample.plain().named("n").key("k").callback("https://example.com/"), 1);
    assertThatThrownBy(() -> store.delete(batch.id()))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(409));
    runAll(1, Kind.SUCCEEDED);
    ledger.finish(NOW);

    assertThat(store.delete(batch.id())).isTrue();

    assertThat(store.delete(batch.id())).isFalse();
    assertThat(store.find(batch.id())).isEmpty();
    assertThat(store.list(ALL, Optional.empty(), 10)).isEmpty();
    assertThat(ledger.keep(new AttemptRef(batch.id(), 0, 1), NOW)).isEqualTo(PodRetention.DELETE);
    assertThat(notices.due(NOW, HOLD, 10)).isEmpty();
    assertThat(submit(Sample.plain().named("n").key("k").digest("d2"), 1).id())
        .isNotEqualTo(batch.id());
  }

  // ---- outbox

  @Test
  void theEndOfABatchIsNotedOnceForEachKind() {
    Batch batch = submit(Sample.plain().callback("https://example.com/"), 1);
    submit(Sample.plain().named("silent").priority(-1), 1);
    runAll(2, Kind.SUCCEEDED);

    assertThat(ledger.finish(NOW)).hasSize(2);

    List<OutboxEntry> due = notices.due(NOW, HOLD, 10);
    assertThat(due).hasSize(3);
    assertThat(due)
        .contains(
            new OutboxEntry(
                batch.id(),
                Outbox.Kind.CALLBACK,
                0,
                Optional.of(URI.create("https://example.com/")),
                NOW.plus(HOLD)));
    assertThat(due.stream().filter(notice -> notice.kind() == Outbox.Kind.EVENT)).hasSize(2);
  }

  @Test
  void aNoticeIsHeldByOneAndComesBackUntilItIsTold() {
    submit(Sample.plain(), 1);
    runAll(1, Kind.SUCCEEDED);
    ledger.finish(NOW);

    assertThat(notices.due(NOW, HOLD, 10)).hasSize(1);
    assertThat(notices.due(NOW, HOLD, 10)).isEmpty();
    OutboxEntry again = notices.due(NOW.plus(HOLD), HOLD, 10).get(0);
    assertThat(again.attempts()).as("a failure that was not recorded").isZero();
    notices.postpone(again, NOW.plusSeconds(200));
    assertThat(notices.due(NOW.plusSeconds(199), HOLD, 10)).isEmpty();
    OutboxEntry last = notices.due(NOW.plusSeconds(200), HOLD, 10).get(0);
    assertThat(last.attempts()).isEqualTo(1);
    notices.delivered(last);
    assertThat(notices.due(NOW.plusSeconds(10_000), HOLD, 10)).isEmpty();
  }

  @Test
  void aNoticeThatWasGivenUpIsNotDueAnyMore() {
    submit(Sample.plain(), 1);
    runAll(1, Kind.SUCCEEDED);
    ledger.finish(NOW);
    OutboxEntry held = notices.due(NOW, HOLD, 10).get(0);

    notices.giveUp(held, "nobody listens");
    notices.postpone(held, NOW);

    assertThat(notices.due(NOW.plusSeconds(10_000), HOLD, 10)).isEmpty();
  }

  @Test
  void whatIsToldOfAnEndSaysNothingOfTheNextOne() {
    Batch batch = submit(Sample.plain().attempts(1, 0), 1);
    runAll(1, Kind.FAILED);
    ledger.finish(NOW);
    OutboxEntry first = notices.due(NOW, HOLD, 10).get(0);
    // during the delivery, the receiver retries the batch, and it ends again
    store.retryFailed(batch.id(), NOW);
    runAll(1, Kind.SUCCEEDED);
    ledger.finish(NOW.plusSeconds(1));

    notices.delivered(first);
    notices.postpone(first, NOW.plusSeconds(1_000));
    notices.giveUp(first, "nobody listens");

    assertThat(notices.due(NOW.plusSeconds(1), HOLD, 10))
        .extracting(OutboxEntry::batch)
        .containsExactly(batch.id());
  }

  // ---- cost

  @Test
  void itemsAreCountedOnlyWhereTheCountsAreShown() {
    Batch batch = submit(Sample.plain().named("n"), 3);
    statements.clear();

    store.head(batch.id());
    store.headByName("team", "n");
    store.items(batch.id(), Optional.empty(), -1, 10);
    store.item(batch.id(), "item-1");
    store.isAnyCancelling();
    assertThat(statements).hasSize(5).noneMatch(sql -> sql.contains("count("));

    store.find(batch.id());
    assertThat(statements).hasSize(7);
  }

  @Test
  void theOpenBatchesAreCountedInOneQueryHoweverManyThereAre() {
    for (int i = 0; i < 5; i++) {
      submit(Sample.plain().named("n" + i).priority(i), 3);
    }
    claim(4);
    Batch ended = submit(Sample.plain().named("ended").priority(9), 1);
    end(claim(1).get(0).ref(), Kind.SUCCEEDED);
    assertThat(ledger.finish(NOW)).extracting(Batch::id).containsExactly(ended.id());
    statements.clear();

    OpenBatches open = store.open();

    assertThat(open.batches()).isEqualTo(5);
    assertThat(open.items())
        .isEqualTo(new ItemCounts(Map.of(ItemState.QUEUED, 11, ItemState.STARTING, 4)));
    assertThat(open.oldestQueued()).contains(NOW);
    assertThat(statements).hasSize(2);
    store.list(ALL, Optional.empty(), 10).forEach(b -> store.cancel(b.id(), "Cancelled", "", NOW));
    assertThat(store.open().oldestQueued()).isEmpty();
    assertThat(store.isAnyCancelling()).isTrue();
  }

  @Test
  void theTextOfALogIsReadOnlyWithTheAttemptThatIsAskedFor() {
    Batch batch = submit(Sample.plain(), 1);
    AttemptRef ref = claim(1).get(0).ref();
    end(ref, Kind.SUCCEEDED);
    statements.clear();

    assertThat(store.attempts(batch.id(), 0).get(0).end().orElseThrow().log())
        .isEqualTo(new LogTail("", false, true));
    store.lastAttempts(batch.id(), List.of(0), false);
    assertThat(statements).hasSize(2).noneMatch(sql -> sql.contains("l.content"));

    assertThat(store.attempt(ref).orElseThrow().end().orElseThrow().log().text())
        .isEqualTo("log\n");
    assertThat(store.attempt(new AttemptRef(batch.id(), 0, 2))).isEmpty();
  }

  @Test
  void manyPodsAreLookedUpInOneQuery() {
    Batch batch = submit(Sample.plain().parallel(500).keepingPods(Duration.ofMinutes(1)), 500);
    List<AttemptRef> refs = claim(500).stream().map(Claim::ref).toList();
    end(refs.get(7), Kind.SUCCEEDED);
    List<AttemptRef> asked = new ArrayList<>(refs);
    asked.add(new AttemptRef(batch.id(), 7, 2));
    statements.clear();

    Map<AttemptRef, PodRetention> keeps = ledger.keep(asked, NOW);

    assertThat(statements).hasSize(1);
    assertThat(keeps).hasSize(501).containsEntry(refs.get(7), PodRetention.KEPT);
    assertThat(keeps).containsEntry(new AttemptRef(batch.id(), 7, 2), PodRetention.DELETE);
    assertThat(keeps.values().stream().filter(PodRetention.NEEDED::equals)).hasSize(499);
    assertThat(ledger.keep(List.of(), NOW)).isEmpty();
  }

  @Test
  void countsWhatThisReplicaHasChanged() {
    submit(Sample.plain().attempts(2, 0), 2);
    List<Claim> claims = claim(2);
    end(claims.get(0).ref(), Kind.SUCCEEDED);
    end(claims.get(0).ref(), Kind.SUCCEEDED);
    end(claims.get(1).ref(), Kind.FAILED);

    assertThat(metrics.get("serai_batch_attempts").counter().count()).isEqualTo(2);
    assertThat(ended("serai_batch_attempts_ended", "outcome", "succeeded")).isEqualTo(1);
    assertThat(ended("serai_batch_attempts_ended", "outcome", "failed")).isEqualTo(1);
    assertThat(ended("serai_batch_items_ended", "state", "succeeded")).isEqualTo(1);
    assertThat(metrics.find("serai_batch_items_ended").tag("state", "failed").counter()).isNull();
    Claim again = ledger.claim("r", 1, Set.of(), HOLD, NOW.plus(Sample.BACKOFF)).get(0);
    end(again.ref(), Kind.SUCCEEDED);
    ledger.finish(NOW);
    ledger.finish(NOW);
    assertThat(ended("serai_batches_finished", "state", "succeeded")).isEqualTo(1);
  }

  private double ended(String name, String tag, String value) {
    return metrics.get(name).tag(tag, value).counter().count();
  }

  // ---- retention

  @Test
  void whatHasBeenKeptLongEnoughIsRemovedWithAllItsRows() {
    Duration kept = Duration.ofDays(30);
    Batch old = submit(Sample.plain().named("old").parallel(2000), 1500);
    // more than may be active at once
    runAll(1500, Kind.SUCCEEDED);
    runAll(1500, Kind.SUCCEEDED);
    Batch going = submit(Sample.plain().named("going"), 1);
    claim(1);
    assertThat(ledger.finish(NOW)).hasSize(1);

    assertThat(removeOld(NOW.plus(kept), kept)).isZero();
    assertThat(store.find(old.id())).isPresent();
    assertThat(removeOld(NOW.plus(kept).plusSeconds(1), kept)).isEqualTo(1);

    assertThat(store.find(old.id())).isEmpty();
    assertThat(store.find(going.id())).isPresent();
    assertThat(rows("batch")).isEqualTo(1);
    assertThat(rows("item")).isEqualTo(1);
    assertThat(rows("attempt")).isEqualTo(1);
    assertThat(rows("attempt_log")).isZero();
    assertThat(rows("outbox")).isZero();
  }

  @Test
  void theRowsOfADeletedBatchAreRemovedWithoutWaiting() {
    Batch batch = submit(Sample.plain(), 3);
    runAll(3, Kind.FAILED);
    ledger.finish(NOW);
    store.delete(batch.id());

    assertThat(removeOld(NOW, Duration.ofDays(30))).isEqualTo(1);

    assertThat(rows("batch") + rows("item") + rows("attempt") + rows("attempt_log")).isZero();
  }

  private int removeOld(Instant now, Duration kept) {
    Retention retention = new Retention(database, Clock.fixed(now, ZoneOffset.UTC), kept);
    List<String> due = retention.due();
    due.forEach(retention::remove);
    return due.size();
  }

  private int rows(String table) {
    return database.transact(
        handle -> handle.select("select count(*) from " + table).mapTo(Integer.class).one());
  }
}
