package dev.serai.alicloud.api;

import java.util.Objects;

/**
 * A call of Alibaba Cloud that failed, in words that can be shown. The SDK's exception is not its
 * cause on purpose: it may hold the answer's body, and a signature's text with the token in it.
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
   * Whether the same call may succeed by itself a little later: a network or a service that is
   * away, not credentials, permissions or names that are wrong.
   */
  public boolean isTemporary() {
    return CloudErrorCode.of(code).isTemporary();
  }

  public String hint() {
    return hint;
  }
}
