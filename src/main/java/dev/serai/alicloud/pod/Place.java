package dev.serai.alicloud.pod;

import dev.serai.instance.SectionFault;
import java.util.ArrayList;
import java.util.List;

/** Where in the section a value stands. */
record Place(List<String> steps) {

  static final Place TOP = new Place(List.of());

  Place {
    steps = List.copyOf(steps);
  }

  /** The place of a dotted path, like {@code eci.spot.strategy}. */
  static Place of(String path) {
    return new Place(List.of(path.split("\\.")));
  }

  Place key(String key) {
    return with(key);
  }

  Place item(int index) {
    return with("[" + index + "]");
  }

  SectionFault fault(String why) {
    return new SectionFault(steps, why);
  }

  private Place with(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Place(longer);
  }
}
