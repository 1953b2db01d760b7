package dev.serai.folder;

/** A folder can't be used; the message says what to do, in one line. */
public final class FolderException extends RuntimeException {

  FolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
