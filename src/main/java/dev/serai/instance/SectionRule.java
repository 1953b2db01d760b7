package dev.serai.instance;

import com.fasterxml.jackson.databind.JsonNode;

/** Validates a section of requests and environments; see {@link Section}. */
public interface SectionRule {

  /** The key that the section stands under. */
  String name();

  /**
   * Refuses what is wrong, unknown keys included.
   *
   * @throws InvalidSectionException saying what is wrong and where
   */
  void check(JsonNode section);

  /**
   * The section, once it is checked.
   *
   * @throws InvalidSectionException as {@link #check}
   */
  default Section read(JsonNode section) {
    check(section);
    return Section.of(name(), section);
  }
}
