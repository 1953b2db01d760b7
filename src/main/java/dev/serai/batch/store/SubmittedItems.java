package dev.serai.batch.store;

import dev.serai.batch.NewItem;
import dev.serai.instance.RequestRejectedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/** The items of a submission as rows, created one by one as they are inserted. */
final class SubmittedItems implements Iterator<SubmittedItems.Row> {

  // H2's longest text
  private static final int LONGEST_REQUEST = 1_000_000;

  /** A row of the table {@code item} as it is inserted. */
  public record Row(
      int position, String id, String target, Optional<Duration> timeout, String request) {}

  private final Iterator<NewItem> items;
  private int position;
  private String target;
  private boolean hasSeveralTargets;

  SubmittedItems(Iterator<NewItem> items) {
    this.items = items;
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Row next() {
    NewItem item = items.next();
    if (item.request().length() > LONGEST_REQUEST) {
      throw RequestRejectedException.invalid(
          "items[" + position + "]", "is longer than " + LONGEST_REQUEST + " characters");
    }
    hasSeveralTargets = hasSeveralTargets || (target != null && !target.equals(item.target()));
    target = item.target();
    return new Row(position++, item.id(), item.target(), item.timeout(), item.request());
  }

  /** The target of all items so far, if they have the same one. */
  Optional<String> singleTarget() {
    return hasSeveralTargets ? Optional.empty() : Optional.ofNullable(target);
  }
}
