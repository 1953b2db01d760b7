package dev.serai.batch.store;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchState;
import dev.serai.batch.Claim;
import dev.serai.batch.Item;
import dev.serai.batch.ItemLedger.AttemptPodState;
import dev.serai.batch.ItemLedger.PodRetention;
import dev.serai.batch.ItemRule;
import dev.serai.batch.ItemState;
import dev.serai.batch.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The expected contents of the store, in plain collections by plain rules. */
final class Model {

  private static final Set<ItemState> FAILED = Set.of(ItemState.FAILED, ItemState.TIMED_OUT);

  /** An item. */
  static final class ModelItem {
    final int position;
    final String target;
    ItemState state = ItemState.QUEUED;
    int attempt;
    int failures;
    int infrastructureFailures;
    Instant notBefore = Instant.EPOCH;

    ModelItem(int position, String target) {
      this.position = position;
      this.target = target;
    }

    void become(ItemState next, Instant due) {
      state = next;
      notBefore = due;
    }
  }

  /** An attempt. */
  static final class ModelAttempt {
    Instant until;
    boolean created;
    boolean started;
    Optional<Instant> recorded = Optional.empty();
    boolean ofProgram;
  }

  /** A batch. */
  static final class ModelBatch {
    final String id;
    final BatchSpec spec;
    final List<ModelItem> items = new ArrayList<>();
    final Map<AttemptRef, ModelAttempt> attempts = new HashMap<>();
    BatchState state = BatchState.RUNNING;
    String reason = "";
    Optional<Instant> deadline;

    ModelBatch(String id, BatchSpec spec, Instant now) {
      this.id = id;
      this.spec = spec;
      this.deadline = spec.deadline().map(now::plus);
    }

    long active() {
      return items.stream().filter(item -> item.state.isActive()).count();
    }

    boolean hasEnded() {
      return items.stream().allMatch(item -> item.state.isFinal());
    }

    /** In the order in which they are started. */
    List<ModelItem> due(Set<String> held, Instant now) {
      boolean open = state == BatchState.RUNNING && deadline.map(now::isBefore).orElse(true);
      return items.stream()
          .filter(item -> open && item.state == ItemState.QUEUED)
          .filter(item -> !item.notBefore.isAfter(now) && !held.contains(item.target))
          .sorted(
              Comparator.comparing((ModelItem item) -> item.notBefore)
                  .thenComparing(item -> item.position))
          .toList();
    }
  }

  final Map<String, ModelBatch> batches = new TreeMap<>();
  final Map<String, Set<Outbox.Kind>> notices = new TreeMap<>();
  private final Limits limits;

  Model(Limits limits) {
    this.limits = limits;
  }

  // ---- limits

  private long active(String owner) {
    return batches.values().stream()
        .filter(batch -> batch.spec.owner().equals(owner))
        .mapToLong(ModelBatch::active)
        .sum();
  }

  private long active() {
    return batches.values().stream().mapToLong(ModelBatch::active).sum();
  }

  /** Whether a batch could start one more item, if the limit of all batches allowed it. */
  boolean wants(ModelBatch batch, Set<String> held, Instant now) {
    return !batch.due(held, now).isEmpty()
        && batch.active() < batch.spec.parallelism()
        && (limits.ofOwner() == 0 || active(batch.spec.owner()) < limits.ofOwner());
  }

  boolean hasRoom() {
    return active() < limits.all();
  }

  void checkLimits() {
    require(active() <= limits.all(), "more items are active than the limit of all");
    for (ModelBatch batch : batches.values()) {
      require(batch.active() <= batch.spec.parallelism(), batch.id + " is over its parallelism");
      require(
          limits.ofOwner() == 0 || active(batch.spec.owner()) <= limits.ofOwner(),
          batch.spec.owner() + " is over its limit");
    }
  }

  // ---- the dispatch

  void claimed(List<Claim> claims, int room, Set<String> held, Instant now) {
    require(claims.size() <= room, "more than were requested");
    Map<String, List<ModelItem>> due = new HashMap<>();
    batches.values().forEach(batch -> due.put(batch.id, batch.due(held, now)));
    Map<String, Integer> taken = new HashMap<>();
    Comparator<Claim> inOrder =
        Comparator.comparingInt(
            claim -> due.get(claim.ref().batch()).indexOf(item(claim.ref()).orElse(null)));
    for (Claim claim : claims.stream().sorted(inOrder).toList()) {
      ModelBatch batch = batches.get(claim.ref().batch());
      int place = taken.merge(batch.id, 1, Integer::sum) - 1;
      List<ModelItem> candidates = due.get(batch.id);
      require(place < candidates.size(), claim + " is not due");
      ModelItem item = candidates.get(place);
      require(item.position == claim.ref().position(), claim + " is not the next");
      require(claim.ref().number() == item.attempt + 1, claim + " has the wrong number");
      item.become(ItemState.STARTING, Instant.EPOCH);
      item.attempt++;
      ModelAttempt attempt = new ModelAttempt();
      attempt.until = claim.leaseExpiresAt();
      require(batch.attempts.put(claim.ref(), attempt) == null, claim + " existed already");
    }
    checkLimits();
    checkShares(taken.keySet(), claims.size() < room && hasRoom(), held, now);
  }

  private void checkShares(Set<String> served, boolean roomIsLeft, Set<String> held, Instant now) {
    for (ModelBatch waiting : batches.values()) {
      if (!wants(waiting, held, now)) {
        continue;
      }
      require(!roomIsLeft, waiting.id + " waits, although there is room");
      for (String id : served) {
        ModelBatch other = batches.get(id);
        require(
            other.spec.priority() >= waiting.spec.priority(),
            id + " went before " + waiting.id + ", which has a higher priority");
        require(
            other.spec.priority() > waiting.spec.priority()
                || waiting.active() >= other.active() - 1,
            id + " got more than its share, and " + waiting.id + " less");
      }
    }
  }

  List<AttemptRef> abandoned(Instant now) {
    List<AttemptRef> refs = new ArrayList<>();
    for (ModelBatch batch : batches.values()) {
      if (batch.state == BatchState.RUNNING || batch.state == BatchState.PAUSED) {
        batch.attempts.forEach(
            (ref, attempt) -> {
              boolean waits = attempt.recorded.isEmpty() && !attempt.created && !attempt.started;
              if (waits && !attempt.until.isAfter(now)) {
                refs.add(ref);
              }
            });
      }
    }
    return refs;
  }

  void takenOver(List<Claim> claims, int room, Instant now) {
    List<AttemptRef> expected = abandoned(now);
    List<AttemptRef> taken = claims.stream().map(Claim::ref).toList();
    require(expected.containsAll(taken), "took over a claim that had not expired");
    require(taken.size() == Math.min(room, expected.size()), "left some expired claims");
    claims.forEach(claim -> attempt(claim.ref()).orElseThrow().until = claim.leaseExpiresAt());
  }

  AttemptPodState created(AttemptRef ref) {
    isActive(ref).ifPresent(attempt -> attempt.created = true);
    return standing(ref);
  }

  AttemptPodState running(AttemptRef ref) {
    Optional<ModelAttempt> attempt = isActive(ref);
    if (attempt.isPresent() && !attempt.get().started) {
      attempt.get().started = true;
      item(ref).orElseThrow().become(ItemState.RUNNING, Instant.EPOCH);
    }
    return standing(ref);
  }

  private AttemptPodState standing(AttemptRef ref) {
    if (isActive(ref).isEmpty()) {
      return AttemptPodState.OVER;
    }
    return batches.get(ref.batch()).state == BatchState.CANCELLING
        ? AttemptPodState.UNWANTED
        : AttemptPodState.PRESENT;
  }

  void givenBack(Claim claim, Instant notBefore) {
    AttemptRef ref = claim.ref();
    Optional<ModelAttempt> attempt =
        isActive(ref).filter(now -> now.until.equals(claim.leaseExpiresAt()));
    if (attempt.isEmpty() || attempt.get().created || attempt.get().started) {
      return;
    }
    ModelBatch batch = batches.get(ref.batch());
    batch.attempts.remove(ref);
    ModelItem item = item(ref).orElseThrow();
    item.attempt--;
    if (batch.state == BatchState.CANCELLING) {
      item.become(ItemState.CANCELLED, Instant.EPOCH);
    } else {
      item.become(ItemState.QUEUED, notBefore);
    }
  }

  Optional<ItemRule> ended(AttemptRef ref, AttemptOutcome end, Instant now) {
    Optional<ModelAttempt> attempt = isActive(ref);
    if (attempt.isEmpty()) {
      return Optional.empty();
    }
    ModelBatch batch = batches.get(ref.batch());
    ModelItem item = item(ref).orElseThrow();
    require(item.state.isActive(), ref + " is active, and its item is not");
    ItemRule rule =
        ItemRule.after(
            end, asItem(ref, item), batch.spec.retry(), batch.state == BatchState.CANCELLING);
    attempt.get().recorded = Optional.of(now);
    attempt.get().ofProgram =
        end.kind() == AttemptOutcome.Kind.SUCCEEDED || end.kind() == AttemptOutcome.Kind.FAILED;
    item.failures = rule.failures();
    item.infrastructureFailures = rule.infrastructureFailures();
    item.become(rule.state(), rule.notBefore().orElse(Instant.EPOCH));
    if (batch.spec.failFast() && FAILED.contains(rule.state())) {
      cancel(batch, "FailFast");
    }
    return Optional.of(rule);
  }

  private static Item asItem(AttemptRef ref, ModelItem item) {
    return new Item(
        ref.batch(),
        item.position,
        "",
        item.state,
        item.attempt,
        item.failures,
        item.infrastructureFailures,
        "",
        "",
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  PodRetention keep(AttemptRef ref, Instant now) {
    Optional<ModelAttempt> attempt = attempt(ref);
    if (attempt.isEmpty()) {
      return PodRetention.DELETE;
    }
    if (attempt.get().recorded.isEmpty()) {
      return PodRetention.NEEDED;
    }
    Duration kept = batches.get(ref.batch()).spec.ttlAfterFinished();
    if (!attempt.get().recorded.get().plus(kept).isAfter(now)) {
      return PodRetention.DELETE;
    }
    return attempt.get().ofProgram ? PodRetention.KEPT : PodRetention.KEPT_IF_STOPPED;
  }

  // ---- control

  boolean cancel(ModelBatch batch, String reason) {
    if (batch.state != BatchState.RUNNING && batch.state != BatchState.PAUSED) {
      return false;
    }
    batch.state = BatchState.CANCELLING;
    batch.reason = reason;
    batch.items.stream()
        .filter(item -> item.state == ItemState.QUEUED)
        .forEach(item -> item.become(ItemState.CANCELLED, Instant.EPOCH));
    return true;
  }

  boolean move(ModelBatch batch, BatchState from, BatchState to) {
    boolean moves = batch.state == from;
    if (moves) {
      batch.state = to;
    }
    return moves;
  }

  int retry(ModelBatch batch) {
    List<ModelItem> failed =
        batch.items.stream().filter(item -> FAILED.contains(item.state)).toList();
    for (ModelItem item : failed) {
      item.become(ItemState.QUEUED, Instant.EPOCH);
      item.failures = 0;
      item.infrastructureFailures = 0;
    }
    if (!failed.isEmpty()) {
      if (batch.state.isFinal()) {
        batch.deadline = Optional.empty();
        batch.state = BatchState.RUNNING;
        batch.reason = "";
        notices.remove(batch.id);
      }
    }
    return failed.size();
  }

  void delete(ModelBatch batch) {
    batches.remove(batch.id);
    notices.remove(batch.id);
  }

  List<String> endDue(Instant now) {
    return batches.values().stream()
        .filter(batch -> batch.deadline.map(at -> !at.isAfter(now)).orElse(false))
        .filter(batch -> cancel(batch, "DeadlineExceeded"))
        .map(batch -> batch.id)
        .toList();
  }

  Map<String, BatchState> finish() {
    Map<String, BatchState> finished = new TreeMap<>();
    for (ModelBatch batch : batches.values()) {
      if (!batch.state.isFinal() && batch.hasEnded()) {
        batch.state = endOf(batch);
        finished.put(batch.id, batch.state);
        Set<Outbox.Kind> kinds = new TreeSet<>(Set.of(Outbox.Kind.EVENT));
        batch.spec.callbackUrl().ifPresent(url -> kinds.add(Outbox.Kind.CALLBACK));
        require(notices.put(batch.id, kinds) == null, batch.id + " ended twice");
      }
    }
    return finished;
  }

  private static BatchState endOf(ModelBatch batch) {
    if (batch.reason.equals("Cancelled")) {
      return BatchState.CANCELLED;
    }
    if (!batch.reason.isEmpty()
        || batch.items.stream().anyMatch(item -> FAILED.contains(item.state))) {
      return BatchState.FAILED;
    }
    return batch.items.stream().allMatch(item -> item.state == ItemState.SUCCEEDED)
        ? BatchState.SUCCEEDED
        : BatchState.CANCELLED;
  }

  // ---- reading

  Optional<ModelAttempt> attempt(AttemptRef ref) {
    return Optional.ofNullable(batches.get(ref.batch())).map(batch -> batch.attempts.get(ref));
  }

  private Optional<ModelAttempt> isActive(AttemptRef ref) {
    return attempt(ref).filter(attempt -> attempt.recorded.isEmpty());
  }

  private Optional<ModelItem> item(AttemptRef ref) {
    return Optional.ofNullable(batches.get(ref.batch())).map(b -> b.items.get(ref.position()));
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
