package dev.serai.batch.store;

/**
 * How many items may be active at once.
 *
 * @param all of all batches
 * @param ofOwner of one owner's batches; 0 for no limit of its own
 */
public record Limits(int all, int ofOwner) {

  public Limits {
    if (all < 1 || ofOwner < 0) {
      throw new IllegalArgumentException("a limit is out of range");
    }
  }
}
