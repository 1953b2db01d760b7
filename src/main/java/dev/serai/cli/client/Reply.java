package dev.serai.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.cli.CommandFailure;
import dev.serai.cli.ExitCode;
import java.net.URI;
import java.util.Objects;

/**
 * What the server answered, with success or without.
 *
 * @param status of HTTP
 */
public record Reply(int status, JsonNode envelope) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  public Reply {
    Objects.requireNonNull(envelope, "envelope is null");
  }

  /**
   * Reads the envelope.
   *
   * @throws CommandFailure for what is no envelope
   */
  static Reply read(URI server, int status, String body) {
    JsonNode envelope = parse(body);
    if (!envelope.has("success") || !envelope.has("data")) {
      throw new CommandFailure(
          ExitCode.ERROR,
          "%s answered with HTTP status %d and not as Serai does; is it another program?"
              .formatted(server, status));
    }
    return new Reply(status, envelope);
  }

  public boolean isSuccess() {
    return envelope.path("success").asBoolean();
  }

  public JsonNode data() {
    return envelope.get("data");
  }

  public String message() {
    String message = envelope.path("message").asText();
    return message.isEmpty() ? "the server answered with HTTP status " + status : message;
  }

  /** A refusal as the end of a command. */
  CommandFailure failure() {
    return switch (status) {
      case 404 -> new CommandFailure(ExitCode.NOT_FOUND, message());
      case 429, 502, 503 -> CommandFailure.temporary(ExitCode.ERROR, message());
      default -> new CommandFailure(ExitCode.ERROR, message());
    };
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
