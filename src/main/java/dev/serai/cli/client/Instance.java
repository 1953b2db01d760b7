package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** An instance as the server tells it; a field that it doesn't tell is empty. */
record Instance(JsonNode data) {

  String id() {
    return text("id");
  }

  String env() {
    JsonNode env = data.path("env");
    return env.isObject() ? env.path("name").asText() + "@" + env.path("version").asText() : "";
  }

  String status() {
    return text("status");
  }

  /** The reason in one word and the message, as far as there are any. */
  String why() {
    String reason = text("status_reason");
    String message = text("status_message");
    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
  }

  boolean isFailed() {
    return status().equals("Failed");
  }

  boolean isFinal() {
    return isFailed() || status().equals("Terminated");
  }

  String text(String field) {
    return data.path(field).asText("");
  }

  String age(Instant now) {
    return age(text("created_at"), now);
  }

  /** The time since then in its largest units, like {@code 5s}, {@code 3m}, {@code 2h5m}. */
  static String age(String timestamp, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(timestamp), now);
      return shortened(age.isNegative() ? Duration.ZERO : age);
    } catch (DateTimeException e) {
      return timestamp;
    }
  }

  static String shortened(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + "d";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
