package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.codeOf;
import static dev.serai.aliyun.SdkErrors.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.kms20160120.models.GetSecretValueRequest;
import com.aliyun.kms20160120.models.GetSecretValueResponseBody;
import com.aliyun.tea.TeaException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of KMS, asked for with the SDK's client. */
class SecretValuesTest {

  private AlibabaCloud cloud;
  private AccessKey key;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    key = cloud.user("serai");
    cloud.secret("serai/token", "{\"password\":\"s e=c&r+e/t\"}");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void tellsTheCurrentVersion() throws Exception {
    GetSecretValueResponseBody body = secret(key, "serai/token");
    assertThat(body.getSecretName()).isEqualTo("serai/token");
    assertThat(body.getSecretData()).isEqualTo("{\"password\":\"s e=c&r+e/t\"}");
    assertThat(body.getSecretDataType()).isEqualTo("text");
    assertThat(body.getVersionStages().getVersionStage()).containsExactly("ACSCurrent");
  }

  @Test
  void doesNotKnowOtherNames() {
    TeaException refused = refusal(() -> secret(key, "other"));
    assertThat(refused.getCode()).isEqualTo("Forbidden.ResourceNotFound");
    assertThat(refused.getStatusCode()).isEqualTo(404);
  }

  @Test
  void refusesWrongSecretsAndWhatIsNotAllowed() {
    assertThat(codeOf(() -> secret(new AccessKey(key.id(), "wrong"), "serai/token")))
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(codeOf(() -> secret(key, null))).isEqualTo("MissingSecretName");
    cloud.deny("serai", Api.GET_SECRET_VALUE);
    TeaException refused = refusal(() -> secret(key, "serai/token"));
    assertThat(refused.getCode()).isEqualTo("Forbidden.NoPermission");
    assertThat(refused.getStatusCode()).isEqualTo(403);
  }

  private GetSecretValueResponseBody secret(AccessKey by, String name) throws Exception {
    return new SdkClients(cloud)
        .kms(by)
        .getSecretValue(new GetSecretValueRequest().setSecretName(name))
        .getBody();
  }
}
