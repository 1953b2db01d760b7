package dev.serai.alicloud.api;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.tea.TeaException;
import dev.serai.settings.InvalidSettingException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Translates exceptions of the SDK into a {@link CloudApiException}, by code and type alone. */
final class CloudErrors {

  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,79}");
  private static final Pattern CODE_IN_BODY = Pattern.compile("\"[Cc]ode\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern HTTP_CODE = Pattern.compile("(?i)http ?code: ?(\\d{1,3})");

  private CloudErrors() {}

  static RuntimeException translate(String doing, Throwable failure) {
    if (failure instanceof CloudApiException || failure instanceof InvalidSettingException) {
      return (RuntimeException) failure;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CloudApiException || cause instanceof InvalidSettingException) {
        return (RuntimeException) cause;
      }
      if (cause instanceof UncheckedIOException file) {
        // of a secret's file, in this program's own words
        return new CloudApiException(
            doing, "File", file.getMessage(), "check that the file is there and readable");
      }
    }
    String code = code(failure);
    CloudErrorCode known = CloudErrorCode.of(code);
    return new CloudApiException(doing, code, known.words(), known.hint());
  }

  private static String code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> code = ofThis(cause);
      if (code.isPresent()) {
        return code.get();
      }
    }
    return has(failure, SSLException.class)
        ? CloudErrorCode.UNTRUSTED.code()
        : CloudErrorCode.UNREACHABLE.code();
  }

  private static Optional<String> ofThis(Throwable failure) {
    if (failure instanceof TeaException tea && tea.getCode() != null) {
      return Optional.of(tea.getCode())
          .filter(code -> CODE.matcher(code).matches())
          .map(code -> withStatus(code, tea.getStatusCode()));
    }
    if (failure instanceof CredentialException && failure.getMessage() != null) {
      return ofCredentials(failure.getMessage());
    }
    return Optional.empty();
  }

  /** For an unknown code, the status alone shows whether the service is at fault. */
  private static String withStatus(String code, Integer status) {
    return CloudErrorCode.of(code) == CloudErrorCode.OTHER && status != null && status >= 500
        ? "HTTP" + status + "." + code
        : code;
  }

  /** The credentials' client puts the answer into its message. */
  private static Optional<String> ofCredentials(String message) {
    Matcher body = CODE_IN_BODY.matcher(message);
    if (body.find() && CODE.matcher(body.group(1)).matches()) {
      return Optional.of(body.group(1));
    }
    Matcher http = HTTP_CODE.matcher(message);
    if (http.find()) {
      // 0: there was no answer
      return http.group(1).equals("0") ? Optional.empty() : Optional.of("HTTP" + http.group(1));
    }
    if (message.contains("No cached value")) {
      // the SDK's error for an answer whose expiration is in the past
      return Optional.of(CloudErrorCode.SESSION_OVER.code());
    }
    if (message.contains("OIDCTokenFilePath")) {
      return Optional.of(CloudErrorCode.OIDC_FILE.code());
    }
    if (message.contains("get credentials from server")) {
      return Optional.of(CloudErrorCode.URI_SILENT.code());
    }
    if (message.contains("in the instance") || message.contains("ECS Metadata")) {
      return Optional.of(CloudErrorCode.INSTANCE_ROLE.code());
    }
    if (message.contains("SSL") || message.contains("PKIX")) {
      return Optional.of(CloudErrorCode.UNTRUSTED.code());
    }
    return message.contains("connect")
        ? Optional.empty()
        : Optional.of(CloudErrorCode.NOT_FOUND.code());
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
