package dev.serai.batch.run;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The claims of this replica between the database and the answer of the API server. */
final class ClaimsInHand {

  /** So many at once: more than there are consumers, so that none of them waits for a claim. */
  static final int MOST = 160;

  /** With fewer than these, more are claimed: what takes as long to begin as a claim takes. */
  private static final int FEW = 64;

  private enum Stage {
    /** Nobody has been given it. */
    NEW,
    /** Nothing of it was sent. */
    WAITS,
    /** Its creation may be under way. */
    BEGUN,
    /** Its creation may have been carried out, and is to be repeated. */
    UNSURE
  }

  /**
   * @param sent whether there may be a pod, or may have been one
   * @param unknownAt the clusters that may have its pod
   * @param again when it is to be repeated
   */
  private record Held(
      Claim claim, Stage stage, boolean sent, Set<String> unknownAt, Instant again) {

    Held at(Stage next) {
      return new Held(claim, next, sent, unknownAt, Instant.EPOCH);
    }
  }

  private final Map<AttemptRef, Held> held = new LinkedHashMap<>();

  /**
   * How many more are to be claimed: none until few are left to begin or under way, and then many,
   * since a claim of one costs the database as much as one of many.
   */
  synchronized int room() {
    return isLow() ? Math.max(0, MOST - held.size()) : 0;
  }

  /** Whether so many are done that it is worth while to claim more. */
  synchronized boolean isLow() {
    long atWork = held.values().stream().filter(one -> one.stage() != Stage.UNSURE).count();
    return atWork < FEW;
  }

  synchronized void add(List<Claim> claims) {
    for (Claim claim : claims) {
      Set<String> unknownAt = claim.unknownAt().map(Set::of).orElseGet(Set::of);
      held.put(
          claim.ref(), new Held(claim, Stage.NEW, claim.takenOver(), unknownAt, Instant.EPOCH));
    }
  }

  /** Forgets those that are over: somebody else has taken them up, or will. */
  synchronized void forgetOver(Instant now) {
    held.values().removeIf(one -> !now.isBefore(one.claim().until()));
  }

  /** Those that are new, or whose creation is to be repeated now, each once: they wait now. */
  synchronized List<Claim> handOut(Instant now, Set<String> heldTargets) {
    List<Claim> due = new ArrayList<>();
    held.replaceAll(
        (ref, one) -> {
          boolean again =
              one.stage() == Stage.UNSURE
                  && !now.isBefore(one.again())
                  && !heldTargets.contains(one.claim().target());
          if (one.stage() != Stage.NEW && !again) {
            return one;
          }
          due.add(one.claim());
          return one.at(Stage.WAITS);
        });
    return due;
  }

  /** Whether its creation may begin: it waits, and nobody has taken it back. */
  synchronized boolean begin(Claim claim) {
    Held one = held.get(claim.ref());
    if (one == null || one.stage() != Stage.WAITS || !one.claim().equals(claim)) {
      return false;
    }
    held.put(claim.ref(), one.at(Stage.BEGUN));
    return true;
  }

  /** The clusters that may have the pod of a claim. */
  synchronized Set<String> unknownAt(AttemptRef ref) {
    Held one = held.get(ref);
    return one == null ? Set.of() : one.unknownAt();
  }

  /** Whether a creation of it may have been carried out: its pod may be there, or have gone. */
  synchronized boolean mayHavePod(AttemptRef ref) {
    Held one = held.get(ref);
    return one != null && one.sent();
  }

  /** It has none, and never had. */
  synchronized void hasNoPod(AttemptRef ref) {
    held.computeIfPresent(
        ref, (any, one) -> new Held(one.claim(), one.stage(), false, one.unknownAt(), one.again()));
  }

  /**
   * Its creation may have been carried out; it is to be repeated.
   *
   * @param unknownAt the clusters that did not answer; empty when an earlier claim's creation is
   *     what is meant, wherever that was sent
   */
  synchronized void unsure(AttemptRef ref, Set<String> unknownAt, Instant again) {
    held.computeIfPresent(
        ref,
        (any, one) -> {
          Set<String> all = new HashSet<>(one.unknownAt());
          all.addAll(unknownAt);
          return new Held(one.claim(), Stage.UNSURE, true, all, again);
        });
  }

  /** There is a pod, whichever claim of the attempt it comes of. */
  synchronized void made(AttemptRef ref) {
    held.remove(ref);
  }

  /** Nothing comes of this claim; a later one of the same attempt stays. */
  synchronized void drop(Claim claim) {
    held.computeIfPresent(claim.ref(), (ref, one) -> one.claim().equals(claim) ? null : one);
  }

  /** Takes back those of which nothing was ever sent. */
  synchronized List<Claim> takeBack() {
    List<Claim> back =
        held.values().stream()
            .filter(one -> one.stage() == Stage.NEW || one.stage() == Stage.WAITS)
            .filter(one -> !one.sent())
            .map(Held::claim)
            .toList();
    back.forEach(claim -> held.remove(claim.ref()));
    return back;
  }
}
