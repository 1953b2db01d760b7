package dev.serai.batch.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * How many items each batch may start now. Batches of a higher priority come first; among equals,
 * each item goes to the batch with the fewest active items.
 */
final class Shares {

  /**
   * A batch that has items to start.
   *
   * @param active how many of its items are active
   */
  record Wish(String batch, String owner, int priority, int parallelism, int active) {}

  private final Limits limits;
  private final Map<String, Integer> activeOfOwners;

  private Shares(Limits limits, Map<String, Integer> activeOfOwners) {
    this.limits = limits;
    this.activeOfOwners = Map.copyOf(activeOfOwners);
  }

  /**
   * Shares that take the active items into account.
   *
   * @param open all open batches, also those that have nothing to start
   */
  static Shares among(List<Wish> open, Limits limits) {
    return new Shares(
        limits,
        open.stream()
            .collect(Collectors.groupingBy(Wish::owner, Collectors.summingInt(Wish::active))));
  }

  /**
   * Reads the items of each batch's share. A batch may have fewer items than its share; the rest is
   * shared among the others, until nothing is left or no batch has more.
   *
   * @param items reads the first items of a batch, at most this number
   * @return the items of each batch; batches without any are left out
   */
  <T> Map<String, List<T>> fill(
      List<Wish> wishes, int room, BiFunction<String, Integer, List<T>> items) {
    Map<String, Integer> supply = new HashMap<>();
    Map<String, List<T>> found = new HashMap<>();
    while (true) {
      Map<String, Integer> shares = of(wishes, room, supply);
      boolean isComplete = true;
      for (Map.Entry<String, Integer> share : shares.entrySet()) {
        String batch = share.getKey();
        int wanted = share.getValue();
        if (found.getOrDefault(batch, List.of()).size() < wanted) {
          List<T> some = items.apply(batch, wanted);
          found.put(batch, some);
          if (some.size() < wanted) {
            supply.put(batch, some.size());
            isComplete = false;
          }
        }
      }
      if (isComplete) {
        found.keySet().retainAll(shares.keySet());
        found.replaceAll((batch, some) -> some.subList(0, shares.get(batch)));
        return found;
      }
    }
  }

  /**
   * Computes the shares.
   *
   * @param room the most items of all batches together
   * @param supply the most items that a batch has, where that is known
   * @return the share of each batch; batches without one are left out
   */
  Map<String, Integer> of(List<Wish> wishes, int room, Map<String, Integer> supply) {
    Map<String, Integer> shares = new HashMap<>();
    Map<String, Integer> owners = new HashMap<>(activeOfOwners);
    Map<Integer, PriorityQueue<Wish>> byPriority = new TreeMap<>(Comparator.reverseOrder());
    Comparator<Wish> fewestActive =
        Comparator.comparingInt(wish -> wish.active() + shares.getOrDefault(wish.batch(), 0));
    for (Wish wish : wishes) {
      byPriority
          .computeIfAbsent(
              wish.priority(),
              priority -> new PriorityQueue<>(fewestActive.thenComparing(Wish::batch)))
          .add(wish);
    }
    int left = room;
    for (PriorityQueue<Wish> equals : byPriority.values()) {
      while (left > 0 && !equals.isEmpty()) {
        // it goes back into the queue only after its share has grown, so that the order holds
        Wish next = equals.poll();
        int share = shares.getOrDefault(next.batch(), 0);
        if (next.active() + share < next.parallelism()
            && share < supply.getOrDefault(next.batch(), Integer.MAX_VALUE)
            && ownerHasRoom(owners.getOrDefault(next.owner(), 0))) {
          shares.put(next.batch(), share + 1);
          owners.merge(next.owner(), 1, Integer::sum);
          left--;
          equals.add(next);
        }
      }
    }
    return shares;
  }

  private boolean ownerHasRoom(int active) {
    return limits.ofOwner() == 0 || active < limits.ofOwner();
  }
}
