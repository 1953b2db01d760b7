package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads and checks the value at a place of the section. */
@FunctionalInterface
interface ValueType<T> {

  /**
   * Reads a value strictly: a number is not taken for text, nor text for a number.
   *
   * @throws dev.serai.instance.InvalidSectionException saying what is expected
   */
  T read(JsonNode value, SectionPath at);
}
