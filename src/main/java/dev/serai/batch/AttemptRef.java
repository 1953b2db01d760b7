package dev.serai.batch;

import java.util.Comparator;
import java.util.Objects;

/**
 * One attempt at one item. Its text is an annotation of the attempt's pod.
 *
 * @param batch the batch's id
 * @param position the item's position in its batch, from 0
 * @param number of the attempt, from 1
 */
public record AttemptRef(String batch, int position, int number) {

  /** Orders by batch, item and number. */
  public static final Comparator<AttemptRef> ORDER =
      Comparator.comparing(AttemptRef::batch)
          .thenComparingInt(AttemptRef::position)
          .thenComparingInt(AttemptRef::number);

  public AttemptRef {
    Objects.requireNonNull(batch, "batch is null");
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static AttemptRef parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a reference to an attempt: " + text);
    }
    return new AttemptRef(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return batch + "/" + position + "/" + number;
  }
}
