package dev.serai.alicloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaUnretryableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloudErrorsTest {

  private static final String SECRET = "hunter2";

  @Test
  void theCodeIsKeptAndTheServersWordsAreNot() {
    CloudApiException failure =
        translated(tea("SignatureDoesNotMatch", "server string to sign is: " + SECRET));

    assertThat(failure.code()).isEqualTo("SignatureDoesNotMatch");
    assertThat(failure)
        .hasMessage(
            "can't do it: the AccessKey secret does not belong to the AccessKey ID"
                + " (SignatureDoesNotMatch)");
    assertThat(failure.hint()).contains("alicloud-access-key-secret");
    assertThat(failure.getCause()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HttpCode: 403, result: {\"Code\":\"NoPermission\",\"Message\":\"hunter2\"} | NoPermission",
        "HttpCode: 500, result: hunter2       | HTTP500",
        "HttpCode: 0, result: .               | Unreachable",
        "HttpCode: 400, result: {\"Code\":\"a b hunter2\"} | HTTP400",
        "Failed to connect RamRoleArn Service: javax.net.ssl.SSLHandshakeException: PKIX | Untrusted",
        "Failed to connect OIDC Service: java.net.ConnectException: hunter2 | Unreachable",
        "The role name was not found in the instance. | NoInstanceRole",
        "not found credentials: hunter2       | NoCredentials"
      })
  void theCredentialsClientsMessagesAreReadForTheirCode(String message, String code) {
    CloudApiException failure = translated(new CredentialException(message));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.getMessage() + failure.hint()).doesNotContain(SECRET);
  }

  @Test
  void aConnectionIsToldFromACertificate() {
    assertThat(translated(new TeaUnretryableException(null, new ConnectException(SECRET))).code())
        .isEqualTo("Unreachable");
    assertThat(translated(new IOException(new SSLHandshakeException(SECRET))).code())
        .isEqualTo("Untrusted");
  }

  @Test
  void aCodeThatNobodyKnowsIsShownAndOneThatIsNoneIsNot() {
    assertThat(translated(tea("Brand.New", SECRET)))
        .hasMessage("can't do it: it was refused (Brand.New)");
    assertThat(translated(tea("no code: " + SECRET, "")).getMessage()).doesNotContain(SECRET);
  }

  @Test
  void whatPassesByItselfIsToldFromWhatIsWrong() {
    assertThat(translated(tea("ServiceUnavailable", "")).isTemporary()).isTrue();
    assertThat(translated(tea("Throttling.User", "")).isTemporary()).isTrue();
    assertThat(translated(new CredentialException("HttpCode: 502, result: x")).isTemporary())
        .isTrue();
    assertThat(translated(new ConnectException("x")).isTemporary()).isTrue();
    assertThat(translated(tea("SignatureDoesNotMatch", "")).isTemporary()).isFalse();
    assertThat(translated(tea("StatusForbidden", "")).isTemporary()).isFalse();
    assertThat(translated(tea("ErrorClusterNotFound", "")).isTemporary()).isFalse();
  }

  @Test
  void ofACodeThatNobodyKnowsTheStatusTellsWhoseFaultItIs() {
    CloudApiException ofTheService = translated(tea("Brand.New", "", 503));
    assertThat(ofTheService.code()).isEqualTo("HTTP503.Brand.New");
    assertThat(ofTheService.isTemporary()).isTrue();
    assertThat(translated(tea("Brand.New", "", 400)).code()).isEqualTo("Brand.New");
    assertThat(translated(tea("Brand.New", "", 400)).isTemporary()).isFalse();
  }

  @Test
  void aFileOfASecretKeepsItsName() {
    assertThat(translated(new UncheckedIOException("can't read x-file /y", new IOException("z"))))
        .hasMessageContaining("can't read x-file /y");
  }

  @ParameterizedTest
  @EnumSource(CloudErrorCode.class)
  void everyCodeHasWordsAndAHintAndIsFoundByItself(CloudErrorCode code) {
    assertThat(code.words()).isNotBlank();
    assertThat(code.hint()).isNotBlank();
    assertThat(CloudErrorCode.of(code.code())).isEqualTo(code);
  }

  @Test
  void noCodeIsGivenTwice() {
    Set<String> seen = new HashSet<>();
    assertThat(Arrays.stream(CloudErrorCode.values()).map(CloudErrorCode::code))
        .allMatch(seen::add);
  }

  private static CloudApiException translated(Throwable failure) {
    return (CloudApiException) CloudErrors.translate("do it", failure);
  }

  private static TeaException tea(String code, String message) {
    return tea(code, message, 400);
  }

  private static TeaException tea(String code, String message, int status) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("data", Map.of("statusCode", status));
    answer.put("code", code);
    answer.put("message", message);
    return new TeaException(answer);
  }
}
