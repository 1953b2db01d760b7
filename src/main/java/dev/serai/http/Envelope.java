package dev.serai.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.util.ObjectHelper;

/**
 * The form of every response; AEnvironment's SDK reads this and not the HTTP status.
 *
 * @param code 0 on success, else the HTTP status
 * @param message never empty
 * @param data the result; on failure null, or the faults of a document
 */
@JsonPropertyOrder({"success", "code", "message", "data"})
public record Envelope(boolean success, int code, String message, Object data) {

  private static final JsonMapper JSON = new JsonMapper();

  public static Envelope success(Object data) {
    return new Envelope(true, 0, "success", data);
  }

  public static Envelope failure(int code, String message) {
    return new Envelope(false, code, ObjectHelper.isEmpty(message) ? "no details" : message, null);
  }

  /** A failure with details. */
  public static Envelope failure(int code, String message, Object data) {
    return new Envelope(false, code, failure(code, message).message(), data);
  }

  /** As JSON text. */
  public String json() {
    return text(this);
  }

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a response as JSON", e);
    }
  }
}
