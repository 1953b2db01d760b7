package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ShortTime;
import java.time.Instant;

/** An instance as the server tells it; a field that it doesn't tell is empty. */
record InstanceData(JsonNode data) {

  /** What the server calls its cluster where the settings name none. */
  private static final String ONLY_CLUSTER = "default";

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

  /** Whether its cluster is one of several, or not as it should be. */
  boolean isClusterRelevant() {
    String cluster = text("cluster");
    return isUnreachable() || !(cluster.isEmpty() || cluster.equals(ONLY_CLUSTER));
  }

  /** Whether what is told of it may be out of date. */
  boolean isUnreachable() {
    return !data.path("cluster_reachable").asBoolean(true);
  }

  String where() {
    return isUnreachable() ? text("cluster") + " (unreachable)" : text("cluster");
  }

  String text(String field) {
    return data.path(field).asText("");
  }

  String age(Instant now) {
    return ShortTime.since(text("created_at"), now);
  }
}
