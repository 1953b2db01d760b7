package dev.serai.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import java.net.URI;
import java.util.Objects;

/**
 * A response of the server, successful or not.
 *
 * @param status of HTTP
 */
public record ApiResponse(int status, JsonNode envelope) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  public ApiResponse {
    Objects.requireNonNull(envelope, "envelope is null");
  }

  /**
   * Reads the envelope.
   *
   * @throws CommandFailedException for what is no envelope
   */
  static ApiResponse read(URI server, int status, String body) {
    JsonNode envelope = parse(body);
    if (!envelope.has("success") || !envelope.has("data")) {
      throw new CommandFailedException(
          ExitCode.ERROR,
          "%s answered with HTTP status %d and not as Serai does; is it another program?"
              .formatted(server, status));
    }
    return new ApiResponse(status, envelope);
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
  CommandFailedException failure() {
    return switch (status) {
      case 404 -> new CommandFailedException(ExitCode.NOT_FOUND, message());
      case 429, 502, 503 -> CommandFailedException.temporary(ExitCode.ERROR, message());
      default -> new CommandFailedException(ExitCode.ERROR, message());
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
