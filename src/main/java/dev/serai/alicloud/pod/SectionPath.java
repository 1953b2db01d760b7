package dev.serai.alicloud.pod;

import dev.serai.instance.InvalidSectionException;
import java.util.ArrayList;
import java.util.List;

/** Where in the section a value stands. */
record SectionPath(List<String> steps) {

  static final SectionPath TOP = new SectionPath(List.of());

  SectionPath {
    steps = List.copyOf(steps);
  }

  /** The place of a dotted path, like {@code eci.spot.strategy}. */
  static SectionPath of(String path) {
    return new SectionPath(List.of(path.split("\\.")));
  }

  SectionPath key(String key) {
    return with(key);
  }

  SectionPath item(int index) {
    return with("[" + index + "]");
  }

  InvalidSectionException fault(String why) {
    return new InvalidSectionException(steps, why);
  }

  private SectionPath with(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new SectionPath(longer);
  }
}
