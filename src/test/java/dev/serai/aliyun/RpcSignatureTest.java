package dev.serai.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.http.MethodType;
import com.aliyun.credentials.utils.ParameterHelper;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of STS that credentials-java's own functions signed, changed on their way. */
class RpcSignatureTest {

  private AlibabaCloud cloud;
  private AccessKey key;
  private Map<String, String> parameters;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    key = cloud.user("serai");
    parameters = new HashMap<>();
    parameters.put("Action", "GetCallerIdentity");
    parameters.put("Format", "JSON");
    parameters.put("Version", "2015-04-01");
    parameters.put("AccessKeyId", key.id());
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureNonce", ParameterHelper.getUniqueNonce());
    parameters.put("Timestamp", seconds(Instant.now()));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void takesACallAsItWasSignedOnce() throws Exception {
    sign();
    assertThat(send()).isEmpty();
    assertThat(send()).isEqualTo("SignatureNonceUsed");
  }

  @Test
  void noticesAnAlteredQuery() throws Exception {
    sign();
    parameters.put("Action", "AssumeRole");
    assertThat(send()).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void noticesAnAddedParameter() throws Exception {
    sign();
    parameters.put("RegionId", "cn-beijing");
    assertThat(send()).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void refusesAnOldTimeAndOneFromTheFuture() throws Exception {
    Instant now = Instant.now();
    parameters.put("Timestamp", seconds(now.minus(Duration.ofMinutes(16))));
    sign();
    assertThat(send()).isEqualTo("InvalidTimeStamp.Expired");
    parameters.put("Timestamp", seconds(now.plus(Duration.ofMinutes(16))));
    sign();
    assertThat(send()).isEqualTo("InvalidTimeStamp.Expired");
  }

  @Test
  void refusesACallWithoutKeyNonceOrSignature() throws Exception {
    assertThat(send()).isEqualTo("IncompleteSignature");
    parameters.remove("SignatureNonce");
    assertThat(send()).isEqualTo("MissingSignatureNonce");
    parameters.remove("AccessKeyId");
    assertThat(send()).isEqualTo("MissingAccessKeyId");
  }

  @Test
  void refusesOtherMethodsOfSigning() throws Exception {
    parameters.put("SignatureMethod", "none");
    sign();
    assertThat(send()).isEqualTo("InvalidSignatureMethod");
  }

  @Test
  void doesNotKnowOtherActions() throws Exception {
    parameters.put("Action", "GetFederationToken");
    sign();
    assertThat(send()).isEqualTo("InvalidAction.NotFound");
  }

  private void sign() {
    parameters.remove("Signature");
    ParameterHelper helper = new ParameterHelper();
    parameters.put(
        "Signature",
        helper.signString(
            helper.composeStringToSign(MethodType.GET, parameters), key.secret() + "&"));
  }

  private String send() throws Exception {
    String url = new ParameterHelper().composeUrl(cloud.stsEndpoint(), parameters, "https");
    HttpResponse<String> response =
        TrustingHttp.client(cloud.trustStore())
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new ObjectMapper().readTree(response.body()).path("Code").asText();
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
