package dev.serai.aliyun;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.tea.TeaException;
import java.util.concurrent.Callable;

/** What the SDK's clients make of an error. */
final class SdkErrors {

  private SdkErrors() {}

  static TeaException refusal(Callable<?> call) {
    return catchThrowableOfType(TeaException.class, call::call);
  }

  /** Empty when the call succeeds. */
  static String codeOf(Callable<?> call) {
    TeaException refused = refusal(call);
    return refused == null ? "" : refused.getCode();
  }

  /** credentials-java has no codes, only text with the answer in it. */
  static String credentialError(Callable<?> call) {
    CredentialException refused = catchThrowableOfType(CredentialException.class, call::call);
    return refused == null ? "" : refused.getMessage();
  }
}
