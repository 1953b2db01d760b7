package dev.serai.cluster;

/**
 * The API server refused a creation because there is a pod of that name already (409
 * AlreadyExists).
 */
public final class PodExistsException extends RuntimeException {

  public PodExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
