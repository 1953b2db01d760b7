package dev.serai.batch.run;

import dev.serai.batch.AttemptRef;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts that this replica has claimed since it started, and that have not ended: it treats
 * what happens to their pods at once. Those of others, and those of replicas that died, are left to
 * the sweep.
 */
public final class OwnAttempts {

  private enum Known {
    CLAIMED,
    MADE,
    RUNNING
  }

  private final String store;
  private final boolean alone;
  private final Map<AttemptRef, Known> known = new ConcurrentHashMap<>();

  /**
   * @param store the name of the database that has them; pods of any other are let alone
   * @param alone whether there is no other replica, so that all are this one's
   */
  public OwnAttempts(String store, boolean alone) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.alone = alone;
  }

  public String store() {
    return store;
  }

  void add(AttemptRef ref) {
    known.put(ref, Known.CLAIMED);
  }

  /** Its pod is seen for the first time: one from before the start, when there is no other. */
  public void adopt(AttemptRef ref) {
    if (alone) {
      known.putIfAbsent(ref, Known.CLAIMED);
    }
  }

  /** The database knows of its pod. */
  public void made(AttemptRef ref) {
    known.computeIfPresent(ref, (any, before) -> before == Known.CLAIMED ? Known.MADE : before);
  }

  /** The database knows that it runs. */
  public void running(AttemptRef ref) {
    known.computeIfPresent(ref, (any, before) -> Known.RUNNING);
  }

  public void remove(AttemptRef ref) {
    known.remove(ref);
  }

  public boolean contains(AttemptRef ref) {
    return alone || goesOn(ref);
  }

  /** Whether it is this replica's and nothing is known of its end. */
  public boolean goesOn(AttemptRef ref) {
    return known.containsKey(ref);
  }

  /** Whether it goes on, and the database does not know of a pod. */
  boolean isToBeMade(AttemptRef ref) {
    return known.get(ref) == Known.CLAIMED;
  }

  /** Whether it is known that the database knows of its pod. */
  public boolean isMade(AttemptRef ref) {
    Known now = known.get(ref);
    return now == Known.MADE || now == Known.RUNNING;
  }

  /** Whether it is known that the database knows that it runs. */
  public boolean isRunning(AttemptRef ref) {
    return known.get(ref) == Known.RUNNING;
  }
}
