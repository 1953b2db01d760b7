package dev.serai.instance;

import dev.serai.base.Text;
import java.util.Objects;

/**
 * An environment by name and version, written {@code name@version} as AEnvironment's clients do.
 *
 * @param name what its author called it; any printable text without {@code @}
 * @param version for example {@code 1.0.0}
 */
public record EnvRef(String name, String version) {

  /** The longest {@code name@version} accepted; it fits the path of a URL comfortably. */
  public static final int MAX_LENGTH = 253;

  public EnvRef {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(version, "version is null");
  }

  /**
   * Reads {@code name@version}.
   *
   * @param field the request's field to name in a refusal
   * @throws RequestRejectedException 400 when there is no name, no version, or an unprintable
   *     character
   */
  public static EnvRef parse(String field, String text) {
    String shown = RequestRejectedException.excerpt(text);
    if (text.isBlank()) {
      throw RequestRejectedException.invalid(field, "is required, as name@version");
    }
    if (text.length() > MAX_LENGTH) {
      throw RequestRejectedException.invalid(
          field, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    if (!Text.isPrintable(text)) {
      throw RequestRejectedException.invalid(field, shown + " holds a control character");
    }
    int at = text.indexOf('@');
    if (at <= 0 || at == text.length() - 1 || text.indexOf('@', at + 1) >= 0) {
      throw RequestRejectedException.invalid(
          field, shown + " is not of the form name@version, like demo@1.0.0");
    }
    String name = text.substring(0, at);
    String version = text.substring(at + 1);
    if (!name.equals(name.strip()) || !version.equals(version.strip())) {
      throw RequestRejectedException.invalid(
          field, shown + " has spaces at the ends of its name or version");
    }
    return new EnvRef(name, version);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
