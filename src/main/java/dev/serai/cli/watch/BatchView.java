package dev.serai.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A batch as the server reports it; a missing field is empty. */
public record BatchView(JsonNode data) {

  /** The keys of the counts, in the order of an item's life. */
  public static final List<String> STATES =
      List.of("queued", "starting", "running", "succeeded", "failed", "timed_out", "cancelled");

  public BatchView {
    Objects.requireNonNull(data, "data is null");
  }

  public String id() {
    return text("id");
  }

  public String state() {
    return text("state");
  }

  /** The id, with the name if it has one. */
  public String called() {
    return text("name").isEmpty() ? id() : id() + " (" + text("name") + ")";
  }

  /** The reason in one word and the message, as far as there are any. */
  public String why() {
    String reason = text("reason");
    String message = text("message");
    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
  }

  public long total() {
    return data.path("total").asLong();
  }

  /** How many items are in a state, by its key in the counts. */
  public long count(String state) {
    return data.path("counts").path(state).asLong();
  }

  /** How many items have ended, in whatever way. */
  public long done() {
    return count("succeeded") + failed() + cancelled();
  }

  /** How many items have failed or run too long. */
  public long failed() {
    return count("failed") + count("timed_out");
  }

  public long cancelled() {
    return count("cancelled");
  }

  public boolean isFinal() {
    return isSucceeded() || state().equals("FAILED") || state().equals("CANCELLED");
  }

  public boolean isSucceeded() {
    return state().equals("SUCCEEDED");
  }

  /** Items per second, as the server estimates. */
  OptionalDouble rate() {
    JsonNode rate = data.path("progress").path("rate_per_second");
    return rate.isNumber() ? OptionalDouble.of(rate.asDouble()) : OptionalDouble.empty();
  }

  /** Seconds until the end, as the server estimates. */
  OptionalLong remaining() {
    JsonNode seconds = data.path("progress").path("remaining_seconds");
    return seconds.isNumber() ? OptionalLong.of(seconds.asLong()) : OptionalLong.empty();
  }

  public String text(String field) {
    return data.path(field).asText("");
  }
}
