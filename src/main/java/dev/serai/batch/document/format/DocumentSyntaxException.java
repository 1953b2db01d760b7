package dev.serai.batch.document.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serai.instance.StrictJson;

/** A text breaks the rules of its format, so that nothing more can be read from it. */
public final class DocumentSyntaxException extends JsonProcessingException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message follows the place: {@code "is not valid JSON: it ends too early"}
   */
  public DocumentSyntaxException(String message, Throwable cause) {
    super(message, cause);
  }

  public DocumentSyntaxException(String message) {
    super(message);
  }

  /** The message for the sender of a JSON or YAML text, which quotes nothing of that text. */
  public static String describe(JsonProcessingException e) {
    return e instanceof DocumentSyntaxException
        ? e.getOriginalMessage()
        : "is not valid JSON: " + StrictJson.describe(e);
  }
}
