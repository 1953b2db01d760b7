package dev.serai.batch.store;

/**
 * How many items may be active at the same time.
 *
 * @param all in all batches
 * @param ofOwner in one owner's batches; 0 for no such limit
 */
public record Limits(int all, int ofOwner) {

  public Limits {
    if (all < 1 || ofOwner < 0) {
      throw new IllegalArgumentException("a limit is out of range");
    }
  }
}
