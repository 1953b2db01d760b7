package dev.serai.batch;

import java.util.EnumMap;
import java.util.Map;

/** How many items of a batch are in each state: always the sum of its items. */
public record ItemCounts(Map<ItemState, Integer> byState) {

  public ItemCounts {
    Map<ItemState, Integer> all = new EnumMap<>(ItemState.class);
    for (ItemState state : ItemState.values()) {
      all.put(state, byState.getOrDefault(state, 0));
    }
    byState = Map.copyOf(all);
  }

  public int of(ItemState state) {
    return byState.get(state);
  }

  public int total() {
    return byState.values().stream().mapToInt(Integer::intValue).sum();
  }

  public int active() {
    return of(ItemState.STARTING) + of(ItemState.RUNNING);
  }

  /** Items that have ended, in any state. */
  public int ended() {
    return total() - active() - of(ItemState.QUEUED);
  }
}
