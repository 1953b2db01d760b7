package dev.serai.alicloud.api;

import java.util.Objects;

/**
 * A failed call of Alibaba Cloud; the message has no secret. The SDK's exception is deliberately
 * not its cause: it may contain the response body, and the signed text with the token.
 */
public final class CloudApiException extends RuntimeException {

  private final String code;
  private final String hint;

  /**
   * @param doing like {@code get the kubeconfig of cluster c1}
   * @param code Alibaba Cloud's, or one of {@link CloudErrorCode}'s for what it does not name
   * @param words what is wrong
   * @param hint what to do
   */
  public CloudApiException(String doing, String code, String words, String hint) {
    super("can't %s: %s (%s)".formatted(doing, words, code));
    this.code = Objects.requireNonNull(code, "code is null");
    this.hint = Objects.requireNonNull(hint, "hint is null");
  }

  public String code() {
    return code;
  }

  /** Whether the credentials themselves are not accepted, so that every call fails. */
  public boolean isOfCredentials() {
    return CloudErrorCode.of(code).isOfCredentials();
  }

  /**
   * Whether a retry of the same call may succeed: after a failure of a network or a service, not
   * with wrong credentials, permissions or names.
   */
  public boolean isTemporary() {
    return CloudErrorCode.of(code).isTemporary();
  }

  public String hint() {
    return hint;
  }
}
