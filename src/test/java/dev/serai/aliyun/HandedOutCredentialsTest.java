package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.credentialError;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instance metadata and the credentials URI, by credentials-java. */
class HandedOutCredentialsTest {

  private AlibabaCloud cloud;
  private LentProperties properties;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    cloud.instanceRole(cloud.role("node"));
    cloud.credentialsUriRole(cloud.role("sidecar"));
    cloud.cluster("c1");
  }

  @AfterEach
  void stop() {
    properties.close();
    cloud.close();
  }

  @Test
  void anInstancesCredentialsAreGoodForCalls() throws Exception {
    Client credentials = new Client(ofInstance().roleName("node").build());
    assertThat(new SdkClients(cloud).cs(credentials).describeClusterDetail("c1").getStatusCode())
        .isEqualTo(200);
    assertThat(cloud.calls(Api.METADATA_TOKEN)).isNotEmpty().allMatch(Call::succeeded);
    assertThat(cloud.calls(Api.DESCRIBE_CLUSTER_DETAIL))
        .singleElement()
        .satisfies(call -> assertThat(call.accessKeyId()).startsWith("STS."));
  }

  @Test
  void tellsTheRolesName() {
    assertThat(ofInstance().build().getCredentials().getAccessKeyId()).startsWith("STS.");
  }

  @Test
  void knowsNoOtherRole() {
    assertThat(credentialError(() -> ofInstance().roleName("other").build().getCredentials()))
        .contains("role name was not found");
    cloud.noInstanceRole();
    assertThat(credentialError(() -> ofInstance().build().getCredentials())).isNotEmpty();
  }

  @Test
  void letsNobodyInWithoutAToken() throws Exception {
    String role = "/latest/meta-data/ram/security-credentials/node";
    assertThat(status("GET", role, "Accept", "*/*")).isEqualTo(403);
    assertThat(status("GET", role, "X-aliyun-ecs-metadata-token", "guessed")).isEqualTo(403);
    cloud.allowMetadataVersion1(true);
    assertThat(status("GET", role, "Accept", "*/*")).isEqualTo(200);
    assertThat(status("GET", role, "X-aliyun-ecs-metadata-token", "guessed")).isEqualTo(403);
  }

  @Test
  void issuesTokensForSixHoursAtTheMost() throws Exception {
    String ttl = "X-aliyun-ecs-metadata-token-ttl-seconds";
    assertThat(status("PUT", "/latest/api/token", ttl, "21600")).isEqualTo(200);
    assertThat(status("PUT", "/latest/api/token", ttl, "21601")).isEqualTo(400);
    assertThat(status("PUT", "/latest/api/token", ttl, "")).isEqualTo(400);
    assertThat(status("GET", "/latest/api/token", ttl, "60")).isEqualTo(405);
  }

  @Test
  void handsOutTheSameSessionUntilAThirdOfItsLifeIsLeft() {
    String first = ofInstance().build().getCredentials().getAccessKeyId();
    assertThat(ofInstance().build().getCredentials().getAccessKeyId()).isEqualTo(first);
    cloud.instanceRole(cloud.role("node").sessionLife(Duration.ofSeconds(3)));
    String next = ofInstance().build().getCredentials().getAccessKeyId();
    assertThat(next).isNotEqualTo(first);
  }

  @Test
  void handsOutAnotherSessionWhenTheFirstIsRevoked() {
    AccessKey first = new AccessKey(ofInstance().build().getCredentials().getAccessKeyId(), "");
    cloud.disable(first);
    assertThat(ofInstance().build().getCredentials().getAccessKeyId()).isNotEqualTo(first.id());
  }

  @Test
  void aUrisCredentialsAreGoodForCalls() throws Exception {
    Client credentials = new Client(ofUri());
    assertThat(new SdkClients(cloud).cs(credentials).describeClusterDetail("c1").getStatusCode())
        .isEqualTo(200);
    assertThat(cloud.calls(Api.CREDENTIALS_URI)).hasSize(1);
  }

  @Test
  void aUriFailsAsItIsTold() {
    cloud.faults(Api.CREDENTIALS_URI).failNext(1, 503, "ServiceUnavailable");
    assertThat(credentialError(() -> ofUri().getCredentials())).contains("HttpCode=503");
    assertThat(credentialError(() -> ofUri().getCredentials())).isEmpty();
  }

  private static int status(String method, String path, String header, String value)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://100.100.100.200" + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty(header, value);
    return connection.getResponseCode();
  }

  private static EcsRamRoleCredentialProvider.Builder ofInstance() {
    return EcsRamRoleCredentialProvider.builder().disableIMDSv1(true);
  }

  private URLCredentialProvider ofUri() {
    return URLCredentialProvider.builder()
        .credentialsURI(cloud.credentialsUri().toString())
        .build();
  }
}
