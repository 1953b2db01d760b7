package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ShortTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How long something took, from two fields of JSON. */
final class Elapsed {

  private Elapsed() {}

  /** Empty when it has not begun, or not ended. */
  static String of(JsonNode node, String start, String end) {
    try {
      return ShortTime.of(
          Duration.between(
              Instant.parse(node.path(start).asText("")),
              Instant.parse(node.path(end).asText(""))));
    } catch (DateTimeException e) {
      return "";
    }
  }
}
