package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.Text;
import dev.serai.batch.document.format.Place;
import dev.serai.instance.JsonKind;
import dev.serai.instance.RequestFaults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values of variables, each combination of which is an item: the first variable changes slowest.
 *
 * @param axes of which none is empty
 */
record Matrix(List<Axis> axes) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String BETWEEN = ",";
  // leaves room for a number after it
  private static final int MAX_READABLE = 100;

  /** A variable and its values. */
  record Axis(String name, List<String> values) {}

  Matrix {
    axes = List.copyOf(axes);
  }

  /** Reads it; empty if there is none, or it has faults, which are recorded. */
  static Optional<Matrix> read(Fields header, RequestFaults rules, int maxItems) {
    Optional<ObjectNode> given = header.object("matrix");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    int before = header.faults().size();
    if (given.get().isEmpty()) {
      header.fault("matrix", "is empty; it needs at least one variable with a list of values");
    }
    Fields fields = new Fields(given.get(), header.place().key("matrix"), header.faults());
    List<Axis> axes = new ArrayList<>();
    long product = 1;
    for (var entry : given.get().properties()) {
      Axis axis = new Axis(entry.getKey(), values(fields, entry.getKey(), rules));
      axes.add(axis);
      product = Math.min(product * Math.max(1, axis.values().size()), Integer.MAX_VALUE);
    }
    if (product > maxItems) {
      header.fault("matrix", "has more than " + maxItems + " combinations (serai.max-batch-items)");
    }
    return header.faults().size() > before ? Optional.empty() : Optional.of(new Matrix(axes));
  }

  private static List<String> values(Fields fields, String name, RequestFaults rules) {
    rules
        .ofParts(variable(name, ""))
        .forEach(fault -> fields.faults().add(fields.place().key(name), fault.message()));
    Optional<JsonNode> list = fields.list(name);
    if (!fields.has(name)) {
      fields.fault(name, "has no value; a list of values is expected");
    }
    List<String> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    list.ifPresent(
        all -> {
          if (all.isEmpty()) {
            fields.fault(name, "is empty; it needs at least one value");
          }
          for (int i = 0; i < all.size(); i++) {
            Place place = fields.place().key(name).index(i);
            JsonNode value = all.get(i);
            if (value.isContainerNode() || value.isNull()) {
              fields
                  .faults()
                  .add(place, "is " + JsonKind.of(value) + "; a single value is expected");
            } else if (!Text.isProcessText(value.asText())) {
              fields.faults().add(place, "holds a NUL character or a broken Unicode surrogate");
            } else if (!seen.add(value.asText())) {
              fields.faults().add(place, "comes twice");
            }
            values.add(value.asText());
          }
        });
    return values;
  }

  private static ObjectNode variable(String name, String value) {
    ObjectNode part = JSON.objectNode();
    part.putObject(ItemReader.VARIABLES).put(name, value);
    return part;
  }

  int size() {
    return axes.stream().mapToInt(axis -> axis.values().size()).reduce(1, Math::multiplyExact);
  }

  /**
   * The combinations.
   *
   * @param place at which their faults are reported
   */
  WrittenItems items(Place place) {
    int size = size();
    boolean unique = idsAreUnique();
    return new WrittenItems() {
      private int position;

      @Override
      public Optional<WrittenItem> next() {
        if (position == size) {
          return Optional.empty();
        }
        ObjectNode item = item(position, unique);
        return Optional.of(new WrittenItem(position++, place, Optional.of(item)));
      }
    };
  }

  private ObjectNode item(int position, boolean unique) {
    List<String> values = combination(position);
    ObjectNode item = JSON.objectNode();
    String readable =
        values.stream().map(Matrix::readable).reduce((a, b) -> a + BETWEEN + b).orElse("");
    if (unique) {
      item.put("id", readable);
    } else {
      int end = Math.min(readable.length(), MAX_READABLE);
      item.put("id", position + " " + readable.substring(0, end).strip());
    }
    ObjectNode variables = item.putObject(ItemReader.VARIABLES);
    for (int i = 0; i < values.size(); i++) {
      variables.put(axes.get(i).name(), values.get(i));
    }
    return item;
  }

  private List<String> combination(int position) {
    List<String> values = new ArrayList<>();
    int rest = position;
    for (int i = axes.size() - 1; i >= 0; i--) {
      List<String> of = axes.get(i).values();
      values.add(0, of.get(rest % of.size()));
      rest /= of.size();
    }
    return values;
  }

  /** Whether the values alone give ids that are distinct and short enough. */
  private boolean idsAreUnique() {
    int longest = axes.size() - 1;
    for (Axis axis : axes) {
      Set<String> distinct = new HashSet<>();
      for (String value : axis.values()) {
        String readable = readable(value);
        if (readable.isBlank() || readable.contains(BETWEEN) || !distinct.add(readable)) {
          return false;
        }
      }
      longest += distinct.stream().mapToInt(String::length).max().orElse(0);
    }
    return longest <= MAX_READABLE;
  }

  /** The value with the characters that an id may have. */
  private static String readable(String value) {
    StringBuilder readable = new StringBuilder();
    value
        .strip()
        .codePoints()
        .map(c -> c == '/' || !Text.isPrintable(Character.toString(c)) ? '_' : c)
        .forEach(readable::appendCodePoint);
    return readable.toString();
  }
}
