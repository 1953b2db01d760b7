package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.credentialError;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AssumeRoleWithOIDC, as a pod with RRSA calls it by credentials-java. */
class OidcTest {

  private static final String SUBJECT = "system:serviceaccount:serai:serai";

  @TempDir private Path folder;
  private AlibabaCloud cloud;
  private LentProperties properties;
  private OidcProvider provider;
  private TestRole role;

  @BeforeEach
  void start() {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    provider = cloud.oidcProvider("ack-rrsa-c1");
    role = cloud.role("pod").trust(provider, SUBJECT);
  }

  @AfterEach
  void stop() {
    properties.close();
    cloud.close();
  }

  @Test
  void handsOutASessionForAGoodToken() throws Exception {
    assertThat(errorFor(provider.issueToken(SUBJECT, Duration.ofMinutes(10)))).isEmpty();
    assertThat(cloud.calls(Api.ASSUME_ROLE_WITH_OIDC))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.accessKeyId()).isEmpty();
              assertThat(call.succeeded()).isTrue();
            });
  }

  @Test
  void refusesAnEndedToken() throws Exception {
    assertThat(errorFor(provider.issueToken(SUBJECT, Duration.ofSeconds(-1))))
        .contains("HttpCode: 401", "AuthenticationFail.OIDCToken.Expired");
  }

  @Test
  void refusesATokenForSomebodyElse() throws Exception {
    OidcClaims claims = provider.claims(SUBJECT);
    assertThat(errorFor(provider.issueToken(claims.withAudience("https://kubernetes.default.svc"))))
        .contains("AuthenticationFail.OIDCToken.AudienceNotMatch");
    assertThat(errorFor(provider.issueToken(claims.withIssuer("https://elsewhere.example"))))
        .contains("AuthenticationFail.OIDCToken.IssuerNotMatch");
  }

  @Test
  void refusesForgedAndBrokenTokens() throws Exception {
    assertThat(errorFor(provider.forgeToken(SUBJECT)))
        .contains("AuthenticationFail.OIDCToken.InvalidSignature");
    assertThat(errorFor("not a token")).contains("AuthenticationFail.OIDCToken.Invalid", "3 parts");
    String good =
        provider.issueToken(provider.claims(SUBJECT).withExpiresAt(Instant.now().plusSeconds(60)));
    String longer =
        provider.issueToken(
            provider.claims(SUBJECT).withExpiresAt(Instant.now().plusSeconds(6000)));
    String mixed =
        longer.substring(0, longer.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));
    assertThat(errorFor(mixed)).contains("AuthenticationFail.OIDCToken.InvalidSignature");
  }

  @Test
  void refusesUnknownProvidersAndRoles() throws Exception {
    String token = provider.issueToken(SUBJECT, Duration.ofMinutes(10));
    assertThat(
            error(
                assuming(token).oidcProviderArn("acs:ram::1234567890123456:oidc-provider/nobody")))
        .contains("AuthenticationFail.NoPermission", "No such OIDC Provider registered.");
    assertThat(error(assuming(token).roleArn("acs:ram::1234567890123456:role/nobody")))
        .contains("HttpCode: 404", "EntityNotExist.Role");
  }

  @Test
  void refusesAServiceAccountThatTheRoleDoesNotTrust() throws Exception {
    assertThat(errorFor(provider.issueToken("system:serviceaccount:other:x", Duration.ofHours(1))))
        .contains("AuthenticationFail.NoPermission", "There is no permission");
    role.trust(provider);
    assertThat(errorFor(provider.issueToken("system:serviceaccount:other:x", Duration.ofHours(1))))
        .isEmpty();
    role.trustAccount();
    assertThat(errorFor(provider.issueToken(SUBJECT, Duration.ofHours(1))))
        .contains("AuthenticationFail.NoPermission");
  }

  private String errorFor(String token) throws IOException {
    return error(assuming(token));
  }

  private static String error(OIDCRoleArnCredentialProvider.Builder builder) {
    return credentialError(() -> builder.build().getCredentials());
  }

  private OIDCRoleArnCredentialProvider.Builder assuming(String token) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), token);
    return OIDCRoleArnCredentialProvider.builder()
        .roleArn(role.arn())
        .oidcProviderArn(provider.arn())
        .oidcTokenFilePath(file.toString())
        .roleSessionName("serai-test")
        .durationSeconds(900)
        .STSEndpoint(cloud.stsEndpoint());
  }
}
