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
import java.util.Optional;

/**
 * What the server answered with success.
 *
 * @param data the envelope's data
 * @param next the token of a list's next page
 */
record Answer(JsonNode data, Optional<String> next) {

  static final String NEXT_HEADER = "Serai-Continue";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  Answer {
    Objects.requireNonNull(data, "data is null");
    Objects.requireNonNull(next, "next is null");
  }

  /**
   * Reads the envelope.
   *
   * @throws CommandFailure with the envelope's message when it says so, and for what is no envelope
   */
  static Answer read(URI server, int status, String body, Optional<String> next) {
    JsonNode envelope = parse(body);
    if (!envelope.has("success") || !envelope.has("data")) {
      throw new CommandFailure(
          ExitCode.ERROR,
          "%s answered with HTTP status %d and not as Serai does; is it another program?"
              .formatted(server, status));
    }
    if (!envelope.path("success").asBoolean()) {
      throw failure(status, envelope.path("message").asText());
    }
    return new Answer(envelope.get("data"), next.filter(token -> !token.isEmpty()));
  }

  private static CommandFailure failure(int status, String message) {
    String text = message.isEmpty() ? "the server answered with HTTP status " + status : message;
    return switch (status) {
      case 404 -> new CommandFailure(ExitCode.NOT_FOUND, text);
      case 429, 502, 503 -> CommandFailure.temporary(ExitCode.ERROR, text);
      default -> new CommandFailure(ExitCode.ERROR, text);
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
