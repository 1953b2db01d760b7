package dev.serai.batch.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.Place;
import java.util.Optional;

/** The items of a {@code count}: a variable gives each its number. */
final class CountedItems implements WrittenItems {

  /** The variable with an item's number, from 0. */
  static final String INDEX = "SERAI_ITEM_INDEX";

  private final int count;
  private final Place place;
  private int position;

  /**
   * @param place at which their faults are reported
   */
  CountedItems(int count, Place place) {
    this.count = count;
    this.place = place;
  }

  @Override
  public Optional<WrittenItem> next() {
    if (position == count) {
      return Optional.empty();
    }
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.putObject(ItemReader.VARIABLES).put(INDEX, String.valueOf(position));
    return Optional.of(new WrittenItem(position++, place, Optional.of(item)));
  }
}
