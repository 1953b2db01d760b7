package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.codeOf;
import static dev.serai.aliyun.SdkErrors.credentialError;
import static dev.serai.aliyun.SdkErrors.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.RamRoleArnCredentialProvider;
import com.aliyun.sts20150401.models.AssumeRoleRequest;
import com.aliyun.sts20150401.models.GetCallerIdentityResponseBody;
import com.aliyun.tea.TeaException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AssumeRole by credentials-java, and what STS's own client asks for. */
class RamRoleTest {

  private AlibabaCloud cloud;
  private LentProperties properties;
  private SdkClients clients;
  private AccessKey key;
  private TestRole role;

  @BeforeEach
  void start(@TempDir Path folder) {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    clients = new SdkClients(cloud);
    key = cloud.user("serai");
    role = cloud.role("runner");
  }

  @AfterEach
  void stop() {
    properties.close();
    cloud.close();
  }

  @Test
  void handsOutASessionThatIsTheRole() throws Exception {
    CredentialModel model = assume(key).getCredentials();
    SessionCredentials session =
        new SessionCredentials(
            new AccessKey(model.getAccessKeyId(), model.getAccessKeySecret()),
            model.getSecurityToken(),
            Instant.ofEpochMilli(model.getExpiration()));
    assertThat(session.expiration())
        .isBetween(Instant.now().plusSeconds(890), Instant.now().plusSeconds(900));

    GetCallerIdentityResponseBody identity = clients.sts(session).getCallerIdentity().getBody();
    assertThat(identity.getIdentityType()).isEqualTo("AssumedRoleUser");
    assertThat(identity.getArn())
        .isEqualTo("acs:ram::1234567890123456:assumed-role/runner/serai-test");
    assertThat(identity.getPrincipalId()).isEqualTo(identity.getRoleId() + ":serai-test");
    assertThat(cloud.calls(Api.ASSUME_ROLE))
        .singleElement()
        .satisfies(call -> assertThat(call.accessKeyId()).isEqualTo(key.id()));
  }

  @Test
  void tellsAUserWhoItIs() throws Exception {
    GetCallerIdentityResponseBody identity = clients.sts(key).getCallerIdentity().getBody();
    assertThat(identity.getIdentityType()).isEqualTo("RAMUser");
    assertThat(identity.getArn()).isEqualTo(cloud.userArn("serai"));
  }

  @Test
  void aSessionMayAssumeAnotherRole() {
    SessionCredentials session = cloud.session(cloud.role("first"), Duration.ofHours(1));
    RamRoleArnCredentialProvider provider =
        assuming(session.key()).securityToken(session.securityToken()).build();
    assertThat(provider.getCredentials().getSecurityToken()).isNotEmpty();
    assertThat(credentialError(() -> assume(session.key()).getCredentials()))
        .contains("MissingSecurityToken");
  }

  @Test
  void refusesAWrongSecret() {
    assertThat(credentialError(() -> assume(new AccessKey(key.id(), "wrong")).getCredentials()))
        .contains("HttpCode: 400", "SignatureDoesNotMatch");
    TeaException refused =
        refusal(() -> clients.sts(new AccessKey(key.id(), "wrong")).getCallerIdentity());
    assertThat(refused.getCode()).isEqualTo("SignatureDoesNotMatch");
    assertThat(refused.getMessage()).contains("server string to sign is:POST&%2F&", "HMAC-SHA1");
  }

  /** The trap that whoever prints the SDK's message must know. */
  @Test
  void aRefusedSignatureRepeatsTheSessionsToken() {
    SessionCredentials session = cloud.session(role, Duration.ofHours(1));
    AccessKey wrong = new AccessKey(session.key().id(), "wrong");
    assertThat(
            credentialError(
                () ->
                    assuming(wrong)
                        .securityToken(session.securityToken())
                        .build()
                        .getCredentials()))
        .contains(session.securityToken())
        .doesNotContain(session.key().secret());
  }

  @Test
  void refusesEndedSessions() {
    SessionCredentials ended = cloud.session(role, Duration.ofSeconds(-1));
    assertThat(codeOf(() -> clients.sts(ended).getCallerIdentity()))
        .isEqualTo("InvalidSecurityToken.Expired");
    assertThat(
            credentialError(
                () ->
                    assuming(ended.key())
                        .securityToken(ended.securityToken())
                        .build()
                        .getCredentials()))
        .contains("InvalidSecurityToken.Expired");
  }

  @Test
  void refusesUnknownRolesAndThoseThatDoNotTrust() {
    assertThat(
            credentialError(
                () ->
                    assuming(key)
                        .roleArn("acs:ram::1234567890123456:role/nobody")
                        .build()
                        .getCredentials()))
        .contains("HttpCode: 404", "EntityNotExist.Role");
    role.trustNobody();
    assertThat(credentialError(() -> assume(key).getCredentials()))
        .contains("HttpCode: 403", "does not trust you");
    role.trust(cloud.userArn("serai"));
    assertThat(credentialError(() -> assume(key).getCredentials())).isEmpty();
    cloud.deny("serai", Api.ASSUME_ROLE);
    assertThat(credentialError(() -> assume(key).getCredentials()))
        .contains("NoPermission", "You should be authorized by RAM");
  }

  @Test
  void asksForTheExternalId() {
    role.externalId("tenant-7");
    assertThat(credentialError(() -> assume(key).getCredentials())).contains("NoPermission");
    assertThat(credentialError(() -> assuming(key).externalId("tenant-7").build().getCredentials()))
        .isEmpty();
  }

  @Test
  void refusesBadSessionNamesDurationsAndPolicies() {
    assertThat(codeOf(() -> ask(request().setRoleSessionName("not good"))))
        .isEqualTo("InvalidParameter.RoleSessionName");
    assertThat(codeOf(() -> ask(request().setDurationSeconds(899L))))
        .isEqualTo("InvalidParameter.DurationSeconds");
    assertThat(codeOf(() -> ask(request().setDurationSeconds(3601L))))
        .isEqualTo("InvalidParameter.DurationSeconds");
    assertThat(codeOf(() -> ask(request().setPolicy("allow all"))))
        .isEqualTo("InvalidParameter.PolicyGrammar");
    assertThat(codeOf(() -> ask(request().setRoleSessionName(null))))
        .isEqualTo("MissingRoleSessionName");
    assertThat(codeOf(() -> ask(request()))).isEmpty();
  }

  @Test
  void aTestMaySetAShorterLifeThanCanBeAskedFor() {
    role.sessionLife(Duration.ofSeconds(90));
    assertThat(Instant.ofEpochMilli(assume(key).getCredentials().getExpiration()))
        .isBefore(Instant.now().plusSeconds(91));
  }

  @Test
  void isNotTrustedWithoutItsCertificate() {
    properties.close();
    assertThat(credentialError(() -> assume(key).getCredentials())).contains("HttpCode: 0");
    assertThat(cloud.calls()).isEmpty();
  }

  private Object ask(AssumeRoleRequest request) throws Exception {
    return clients.sts(key).assumeRole(request);
  }

  private AssumeRoleRequest request() {
    return new AssumeRoleRequest()
        .setRoleArn(role.arn())
        .setRoleSessionName("serai-test")
        .setDurationSeconds(900L);
  }

  private RamRoleArnCredentialProvider assume(AccessKey by) {
    return assuming(by).build();
  }

  private RamRoleArnCredentialProvider.Builder assuming(AccessKey by) {
    return RamRoleArnCredentialProvider.builder()
        .accessKeyId(by.id())
        .accessKeySecret(by.secret())
        .roleArn(role.arn())
        .roleSessionName("serai-test")
        .durationSeconds(900)
        .STSEndpoint(cloud.stsEndpoint());
  }
}
