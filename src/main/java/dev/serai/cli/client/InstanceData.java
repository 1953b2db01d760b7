package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ShortTime;
import java.time.Instant;

/** An instance as the server reports it; a missing field is empty. */
record InstanceData(JsonNode data) {

  /** The name of the server's only cluster where the settings name none. */
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

  /** Whether its cluster is worth showing: it is one of several, or unreachable. */
  boolean isClusterRelevant() {
    String cluster = text("cluster");
    return isUnreachable() || !(cluster.isEmpty() || cluster.equals(ONLY_CLUSTER));
  }

  /** Whether the reported state may be out of date. */
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
