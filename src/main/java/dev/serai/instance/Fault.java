package dev.serai.instance;

import java.util.Objects;

/**
 * Something wrong in what somebody sent.
 *
 * @param path where, like {@code items[3].timeout}; empty for the whole
 * @param message goes on after the path: {@code "is not a number"}; holds no value that may be a
 *     secret
 */
public record Fault(String path, String message) {

  public Fault {
    Objects.requireNonNull(path, "path is null");
    Objects.requireNonNull(message, "message is null");
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + " " + message;
  }
}
