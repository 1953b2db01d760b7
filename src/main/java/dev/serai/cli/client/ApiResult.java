package dev.serai.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.exchange.ExchangeNames;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * A successful response of the server.
 *
 * @param data the envelope's data
 * @param next the token of a list's next page
 */
public record ApiResult(JsonNode data, Optional<String> next) {

  static final String NEXT_HEADER = ExchangeNames.ANSWER_CONTINUE;

  public ApiResult {
    Objects.requireNonNull(data, "data is null");
    Objects.requireNonNull(next, "next is null");
  }

  /**
   * Reads the envelope.
   *
   * @throws CommandFailedException with the envelope's message when it says so, and for what is no
   *     envelope
   */
  static ApiResult read(URI server, int status, String body, Optional<String> next) {
    ApiResponse reply = ApiResponse.read(server, status, body);
    if (!reply.isSuccess()) {
      throw reply.failure();
    }
    return new ApiResult(reply.data(), next.filter(token -> !token.isEmpty()));
  }
}
