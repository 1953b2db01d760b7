package dev.serai.batch.document.format;

/** A text breaks the rules of its format, so that what follows can't be read. */
public final class SyntaxFault extends Exception {

  /**
   * @param message goes on after the place: {@code "is not valid JSON: it ends too early"}
   */
  public SyntaxFault(String message, Throwable cause) {
    super(message, cause);
  }

  public SyntaxFault(String message) {
    super(message);
  }
}
