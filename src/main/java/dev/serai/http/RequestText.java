package dev.serai.http;

import dev.serai.instance.RequestRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Body;

/**
 * Bean {@code requestText}: the text of a body. Camel's own conversion replaces invalid UTF-8 by
 * U+FFFD, so that the instance would not be the requested one.
 */
public final class RequestText {

  /**
   * @throws RequestRejectedException 400 for invalid UTF-8
   */
  public String utf8(@Body byte[] body) {
    try {
      return body == null
          ? ""
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw RequestRejectedException.badRequest(
          "the body is not UTF-8; a JSON object in UTF-8 is expected");
    }
  }
}
