package dev.serai.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that were rightly signed and are changed on their way. */
class Acs3SignatureTest {

  private AlibabaCloud cloud;
  private AccessKey key;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    key = cloud.user("serai");
    cloud.cluster("c1").kubeconfigs((id, isPrivate, duration) -> "kubeconfig");
    cloud.cluster("c2").kubeconfigs((id, isPrivate, duration) -> "kubeconfig");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void takesACallAsItWasSigned() throws Exception {
    assertThat(call().signed(key).send()).isEmpty();
  }

  @Test
  void noticesAnAlteredQueryPathAndHeader() throws Exception {
    RawCall query = call().signed(key);
    query.query.put("TemporaryDurationMinutes", "4320");
    assertThat(query.send()).isEqualTo("SignatureDoesNotMatch");

    RawCall path = call().signed(key);
    path.path = "/k8s/c2/user_config";
    assertThat(path.send()).isEqualTo("SignatureDoesNotMatch");

    RawCall date = call().signed(key);
    date.headers.put("x-acs-date", Instant.now().plusSeconds(5).toString());
    assertThat(date.send()).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void noticesAHeaderThatWasNotSigned() throws Exception {
    RawCall call = call().signed(key);
    call.headers.put("x-acs-security-token", "smuggled");
    assertThat(call.send()).isEqualTo("IncompleteSignature");
  }

  @Test
  void noticesABodyThatIsNotTheSignedOne() throws Exception {
    RawCall call = call();
    call.headers.put("x-acs-content-sha256", CanonicalRequest.sha256(new byte[] {1}));
    assertThat(call.signed(key).send()).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void refusesTheSameCallTwice() throws Exception {
    RawCall call = call().signed(key);
    assertThat(call.send()).isEmpty();
    assertThat(call.send()).isEqualTo("SignatureNonceUsed");
  }

  @Test
  void refusesAnOldDateAndOneThatIsNone() throws Exception {
    RawCall old = call();
    old.headers.put(
        "x-acs-date",
        Instant.now().minus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS).toString());
    assertThat(old.signed(key).send()).isEqualTo("InvalidTimeStamp.Expired");

    RawCall none = call();
    none.headers.put("x-acs-date", "yesterday");
    assertThat(none.signed(key).send()).isEqualTo("InvalidTimeStamp.Format");
  }

  @Test
  void refusesACallWithoutNonceOrSignature() throws Exception {
    RawCall noNonce = call();
    noNonce.headers.remove("x-acs-signature-nonce");
    assertThat(noNonce.signed(key).send()).isEqualTo("Missingx-acs-signature-nonce");
    RawCall otherAlgorithm = call().signed(key);
    otherAlgorithm.headers.put("Authorization", "Bearer " + key.id());
    assertThat(otherAlgorithm.send()).isEqualTo("IncompleteSignature");
  }

  /** STS takes this style, too, although its client of today signs in the other. */
  @Test
  void stsTakesACallAsItWasSigned() throws Exception {
    RawCall call =
        RawCall.of(cloud.stsEndpoint(), "/", "2015-04-01", "GetCallerIdentity").signed(key);
    assertThat(call.sendTo(cloud.trustStore())).isEmpty();
    assertThat(call.sendTo(cloud.trustStore())).isEqualTo("SignatureNonceUsed");
  }

  private RawCall call() {
    RawCall call =
        RawCall.of(
            cloud.csEndpoint(),
            "/k8s/c1/user_config",
            "2015-12-15",
            "DescribeClusterUserKubeconfig");
    call.query.put("TemporaryDurationMinutes", "15");
    return call;
  }
}
