package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;

/** What may stand at a place of the section, and what it is as a value of Java. */
@FunctionalInterface
interface ValueType<T> {

  /**
   * Reads a value strictly: a number is not taken for text, nor text for a number.
   *
   * @throws dev.serai.instance.InvalidSectionException saying what is expected
   */
  T read(JsonNode value, SectionPath at);
}
