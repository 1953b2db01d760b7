package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.codeOf;
import static dev.serai.aliyun.SdkErrors.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.cs20151215.models.DescribeClusterDetailResponseBody;
import com.aliyun.cs20151215.models.DescribeClusterUserKubeconfigRequest;
import com.aliyun.cs20151215.models.DescribeClusterUserKubeconfigResponseBody;
import com.aliyun.tea.TeaException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubeconfigs and the state of clusters, asked for with the SDK's client. */
class ClustersTest {

  private static final String CLUSTER = "c5b5e80b0b64a4bf6939d2d8fbbc50001";

  private AlibabaCloud cloud;
  private SdkClients clients;
  private AccessKey key;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    clients = new SdkClients(cloud);
    key = cloud.user("serai");
    cloud
        .cluster(CLUSTER)
        .publicAddress(URI.create("https://203.0.113.7:6443"))
        .kubeconfigs((id, isPrivate, duration) -> "# %s %s %s".formatted(id, isPrivate, duration));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void handsOutAKubeconfigForTheTimeThatWasAskedFor() throws Exception {
    DescribeClusterUserKubeconfigResponseBody body = kubeconfig(key, 30L, true);
    assertThat(body.getConfig()).isEqualTo("# " + CLUSTER + " true PT30M");
    assertThat(Instant.parse(body.getExpiration()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(29)), Instant.now().plus(Duration.ofMinutes(30)));
    assertThat(cloud.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.api()).isEqualTo(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
              assertThat(call.accessKeyId()).isEqualTo(key.id());
              assertThat(call.succeeded()).isTrue();
            });
  }

  @Test
  void aTestMaySetAShorterLifeThanCanBeAskedFor() throws Exception {
    cloud.cluster(CLUSTER).kubeconfigLife(Duration.ofSeconds(60));
    DescribeClusterUserKubeconfigResponseBody body = kubeconfig(key, 15L, false);
    assertThat(body.getConfig()).endsWith("false PT1M");
    assertThat(Instant.parse(body.getExpiration())).isBefore(Instant.now().plusSeconds(61));
  }

  @Test
  void tellsTheEndOfTheCertificateInTheKubeconfig() throws Exception {
    TrustStore store = cloud.trustStore();
    String data = Base64.getEncoder().encodeToString(store.certificate().getEncoded());
    cloud
        .cluster(CLUSTER)
        .kubeconfigs((id, isPrivate, duration) -> "client-certificate-data: " + data + "\n");
    assertThat(Instant.parse(kubeconfig(key, 15L, false).getExpiration()))
        .isEqualTo(store.certificate().getNotAfter().toInstant());
  }

  @Test
  void refusesTimesOutsideOfTheRange() throws Exception {
    assertThat(codeOf(() -> kubeconfig(key, 14L, false))).isEqualTo("InvalidParameter");
    assertThat(codeOf(() -> kubeconfig(key, 4321L, false))).isEqualTo("InvalidParameter");
    assertThat(kubeconfig(key, 4320L, false).getConfig()).endsWith("PT72H");
  }

  @Test
  void tellsAClustersDetail() throws Exception {
    DescribeClusterDetailResponseBody body =
        clients.cs(key).describeClusterDetail(CLUSTER).getBody();
    assertThat(body.getClusterId()).isEqualTo(CLUSTER);
    assertThat(body.getState()).isEqualTo("running");
    assertThat(body.getRegionId()).isEqualTo("cn-hangzhou");
    assertThat(body.getMasterUrl())
        .isEqualTo(
            "{\"api_server_endpoint\":\"https://203.0.113.7:6443\","
                + "\"intranet_api_server_endpoint\":\"https://192.168.0.1:6443\"}");
  }

  @Test
  void doesNotKnowADeletedCluster() {
    cloud.deleteCluster(CLUSTER);
    TeaException refused = refusal(() -> kubeconfig(key, 15L, false));
    assertThat(refused.getCode()).isEqualTo("ErrorClusterNotFound");
    assertThat(refused.getStatusCode()).isEqualTo(404);
  }

  @Test
  void refusesAWrongSecret() {
    TeaException refused = refusal(() -> kubeconfig(new AccessKey(key.id(), "wrong"), 15L, false));
    assertThat(refused.getCode()).isEqualTo("SignatureDoesNotMatch");
    assertThat(refused.getStatusCode()).isEqualTo(400);
  }

  @Test
  void refusesAnUnknownKeyAndADisabledOne() {
    TeaException unknown =
        refusal(() -> kubeconfig(new AccessKey("LTAI5tNobody", key.secret()), 15L, false));
    assertThat(unknown.getCode()).isEqualTo("InvalidAccessKeyId.NotFound");
    assertThat(unknown.getStatusCode()).isEqualTo(404);
    cloud.disable(key);
    assertThat(codeOf(() -> kubeconfig(key, 15L, false))).isEqualTo("InvalidAccessKeyId.Inactive");
  }

  @Test
  void refusesWhatTheUserMayNotDo() throws Exception {
    cloud.deny("serai", Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
    TeaException refused = refusal(() -> kubeconfig(key, 15L, false));
    assertThat(refused.getCode()).isEqualTo("StatusForbidden");
    assertThat(refused.getStatusCode()).isEqualTo(403);
    assertThat(refused.getMessage())
        .contains("RAM policy Forbidden for action cs:DescribeClusterUserKubeconfig");
    assertThat(clients.cs(key).describeClusterDetail(CLUSTER).getStatusCode()).isEqualTo(200);
  }

  @Test
  void aSessionIsGoodWithItsTokenUntilItEnds() throws Exception {
    TestRole role = cloud.role("runner");
    SessionCredentials session = cloud.session(role, Duration.ofHours(1));
    assertThat(kubeconfig(session).getConfig()).isNotEmpty();

    assertThat(codeOf(() -> kubeconfig(session.key(), 15L, false)))
        .isEqualTo("MissingSecurityToken");
    assertThat(codeOf(() -> kubeconfig(withToken(session, "CAISnonsense"))))
        .isEqualTo("InvalidSecurityToken.Malformed");
    String other = cloud.session(role, Duration.ofHours(1)).securityToken();
    assertThat(codeOf(() -> kubeconfig(withToken(session, other))))
        .isEqualTo("InvalidSecurityToken.MismatchWithAccessKey");
    SessionCredentials ended = cloud.session(role, Duration.ofSeconds(-1));
    assertThat(codeOf(() -> kubeconfig(ended))).isEqualTo("InvalidSecurityToken.Expired");
  }

  /** The trap that whoever prints the SDK's message must know. */
  @Test
  void aRefusedSignatureRepeatsTheSessionsToken() {
    SessionCredentials session = cloud.session(cloud.role("runner"), Duration.ofHours(1));
    SessionCredentials wrong =
        new SessionCredentials(
            new AccessKey(session.key().id(), "wrong"),
            session.securityToken(),
            session.expiration());
    assertThat(refusal(() -> kubeconfig(wrong)).getMessage())
        .contains("server CanonicalRequest is", session.securityToken())
        .doesNotContain(session.key().secret());
  }

  @Test
  void refusesCallsOfACallerWhoseClockIsWrong() {
    cloud.clockSkew(Duration.ofMinutes(16));
    assertThat(codeOf(() -> kubeconfig(key, 15L, false))).isEqualTo("InvalidTimeStamp.Expired");
    cloud.clockSkew(Duration.ofMinutes(-16));
    assertThat(codeOf(() -> kubeconfig(key, 15L, false))).isEqualTo("InvalidTimeStamp.Expired");
    cloud.clockSkew(Duration.ofMinutes(14));
    assertThat(codeOf(() -> kubeconfig(key, 15L, false))).isEmpty();
  }

  private DescribeClusterUserKubeconfigResponseBody kubeconfig(
      AccessKey by, Long minutes, boolean isPrivate) throws Exception {
    return clients
        .cs(by)
        .describeClusterUserKubeconfig(
            CLUSTER,
            new DescribeClusterUserKubeconfigRequest()
                .setPrivateIpAddress(isPrivate)
                .setTemporaryDurationMinutes(minutes))
        .getBody();
  }

  private DescribeClusterUserKubeconfigResponseBody kubeconfig(SessionCredentials by)
      throws Exception {
    return clients
        .cs(by)
        .describeClusterUserKubeconfig(CLUSTER, new DescribeClusterUserKubeconfigRequest())
        .getBody();
  }

  private static SessionCredentials withToken(SessionCredentials session, String token) {
    return new SessionCredentials(session.key(), token, session.expiration());
  }
}
