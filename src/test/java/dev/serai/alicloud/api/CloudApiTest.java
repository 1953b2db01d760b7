package dev.serai.alicloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.alicloud.CloudMethods;
import dev.serai.alicloud.auth.CredentialInference;
import dev.serai.aliyun.AccessKey;
import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.Api;
import dev.serai.aliyun.LentProperties;
import dev.serai.aliyun.OidcProvider;
import dev.serai.aliyun.TestRole;
import dev.serai.server.LogCapture;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each method of getting credentials, at a server that checks what it is sent. */
class CloudApiTest {

  private static final String CLUSTER = "c1";

  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");
  private final LogCapture log = LogCapture.attach();
  private AlibabaCloud cloud;
  private LentProperties properties;
  private CloudMethods methods;

  @BeforeEach
  void start() {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    System.setProperty("user.home", folder.toString());
    cloud
        .cluster(CLUSTER)
        .kubeconfigs((id, isPrivate, life) -> "private: " + isPrivate + ", life: " + life);
    methods = new CloudMethods(cloud, folder);
  }

  @AfterEach
  void stop() {
    System.setProperty("user.home", home);
    properties.close();
    cloud.close();
    log.close();
  }

  static List<String> methods() {
    return CloudMethods.ALL;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eachMethodIsKnownToStsAndGetsAKubeconfig(String method) {
    try (CloudApi api = open(methods.flags(method))) {
      assertThat(api.callerIdentity().arn())
          .contains(List.of("access-key", "profile").contains(method) ? "user/ops" : "runner/");
      assertThat(api.kubeconfig(CLUSTER, false, Duration.ofMinutes(15)).text())
          .isEqualTo("private: false, life: PT15M");
    }
  }

  @Test
  void asksForThePrivateAddressAndTheLifeThatIsWanted() {
    try (CloudApi api = open(methods.flags("access-key"))) {
      IssuedKubeconfig issued = api.kubeconfig(CLUSTER, true, Duration.ofDays(3));

      assertThat(issued.text()).isEqualTo("private: true, life: PT72H");
      assertThat(issued.expiration().orElseThrow())
          .isBetween(
              Instant.now().plus(Duration.ofHours(71)), Instant.now().plus(Duration.ofHours(73)));
      assertThat(issued.toString()).doesNotContain("private");
    }
  }

  @Test
  void describesACluster() {
    cloud.cluster(CLUSTER).state("updating");
    try (CloudApi api = open(methods.flags("access-key"))) {
      ClusterDetail detail = api.clusterDetail(CLUSTER);

      assertThat(detail.state()).isEqualTo("updating");
      assertThat(detail.region()).isEqualTo("cn-hangzhou");
      assertThat(detail.publicEndpoint()).isEmpty();
      assertThat(detail.privateEndpoint()).contains("https://192.168.0.1:6443");
    }
  }

  @Test
  void aTokenInFilesIsReadAgain() {
    TestRole role = cloud.role("runner");
    Map<String, String> flags = methods.endpoints();
    flags.putAll(methods.tokenFiles(cloud.session(role, Duration.ofMillis(10))));
    try (CloudApi api = open(flags)) {
      assertThat(failure(api).code()).isEqualTo("InvalidSecurityToken.Expired");

      methods.tokenFiles(cloud.session(role, Duration.ofHours(1)));

      assertThat(api.callerIdentity().arn()).contains("runner");
    }
  }

  @Test
  void aProfileIsReadAgain() throws IOException {
    try (CloudApi api = open(methods.flags("profile"))) {
      api.callerIdentity();
      cloud.deny("ops", Api.DESCRIBE_CLUSTER_DETAIL);
      Map<String, String> unused = methods.flags("profile");
      assertThat(unused).isNotEmpty();
      Files.setLastModifiedTime(
          folder.resolve(".aliyun/config.json"), FileTime.from(Instant.now().plusSeconds(5)));
      api.callerIdentity();
    }
    assertThat(cloud.calls(Api.GET_CALLER_IDENTITY).stream().map(call -> call.accessKeyId()))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void aSessionOfARoleIsRenewedWhenItNearsItsEnd() {
    // one that ends so soon is not kept: a call that is signed with it has to arrive
    cloud.role("runner").sessionLife(Duration.ofSeconds(5));
    try (CloudApi api = open(methods.flags("ram-role"))) {
      api.callerIdentity();
      api.callerIdentity();
    }
    assertThat(cloud.calls(Api.ASSUME_ROLE)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aSessionOfARoleIsKeptUntilThen() {
    try (CloudApi api = open(methods.flags("ram-role"))) {
      api.callerIdentity();
      api.callerIdentity();
    }
    assertThat(cloud.calls(Api.ASSUME_ROLE)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access-key wrong SignatureDoesNotMatch",
        "access-key disabled InvalidAccessKeyId.Inactive",
        "access-key unknown InvalidAccessKeyId.NotFound",
        "sts-token expired InvalidSecurityToken.Expired",
        "sts-token wrong InvalidSecurityToken",
        "sts-token missing InvalidAccessKeyId|MissingSecurityToken|InvalidSecurityToken",
        "ram-role untrusted NoPermission",
        "ram-role unknown-role EntityNotExist.Role",
        "ram-role wrong SignatureDoesNotMatch",
        "ecs-role missing NoInstanceRole",
        "rrsa expired AuthenticationFail.OIDCToken.Expired",
        "rrsa forged AuthenticationFail.OIDCToken.InvalidSignature",
        "rrsa untrusted AuthenticationFail.NoPermission",
        "rrsa missing NoOidcToken",
        "credentials-uri missing InvalidAction",
        "profile missing NoCredentials",
        "profile unknown NoCredentials"
      })
  void whatIsWrongIsOneClearErrorWithoutASecret(String text) throws IOException {
    String[] parts = text.split(" ", -1);
    Map<String, String> flags = spoil(parts[0], parts[1]);

    CloudApiException failure;
    try (CloudApi api = open(flags)) {
      failure = failure(api);
    }

    assertThat(failure.code()).matches(parts[2] + ".*");
    assertThat(failure.getMessage()).doesNotContain("\n", "{").contains("can't ");
    assertThat(failure.hint()).isNotBlank();
    assertThat(failure.getCause()).isNull();
    for (String secret : methods.secrets()) {
      assertThat(failure.getMessage() + failure.hint()).doesNotContain(secret);
    }
  }

  @Test
  void noSecretIsLoggedAtAnyLevelOfThisProgram() throws IOException {
    log.verbose();
    for (String method : methods()) {
      try (CloudApi api = open(methods.flags(method))) {
        api.callerIdentity();
      }
    }
    try (CloudApi api = open(spoil("sts-token", "wrong"))) {
      failure(api);
    }
    for (String secret : methods.secrets()) {
      assertThat(log.lines().stream().filter(line -> line.contains(secret))).isEmpty();
    }
  }

  @Test
  void anAddressWithoutAServerIsUnreachable() {
    Map<String, String> flags = methods.flags("access-key");
    flags.put("alicloud-cs-endpoint", "http://127.0.0.1:1");
    try (CloudApi api = open(flags)) {
      CloudApiException failure =
          catchThrowableOfType(CloudApiException.class, () -> api.clusterDetail(CLUSTER));
      assertThat(failure.code()).isEqualTo("Unreachable");
    }
  }

  @Test
  void whatRamForbidsAndWhatIsNotThereIsToldApart() {
    try (CloudApi api = open(methods.flags("access-key"))) {
      assertThat(code(() -> api.clusterDetail("nope"))).isEqualTo("ErrorClusterNotFound");
      cloud.deny("ops", Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
      CloudApiException forbidden =
          catchThrowableOfType(
              CloudApiException.class, () -> api.kubeconfig(CLUSTER, false, Duration.ofHours(1)));
      assertThat(forbidden.code()).isEqualTo("StatusForbidden");
      assertThat(forbidden.hint()).contains("deploy/alicloud.md");
      cloud.clockSkew(Duration.ofHours(1));
      assertThat(code(() -> api.clusterDetail(CLUSTER))).contains("ime");
    }
  }

  @Test
  void secretsComeFromKms() {
    cloud.secret("broker", "{\"user\":\"u\",\"password\":\"from-kms\"}");
    cloud.secret("plain", "from-kms-too");

    assertThat(password("kms://broker#password")).isEqualTo("from-kms");
    assertThat(password("kms://plain")).isEqualTo("from-kms-too");
    for (String bad : List.of("kms://nope", "kms://broker#nope", "kms://plain#x")) {
      CloudApiException failure =
          catchThrowableOfType(CloudApiException.class, () -> password(bad));
      assertThat(failure).as(bad).isNotNull();
      assertThat(failure.getMessage())
          .contains(bad.substring(6).split("#", -1)[0])
          .doesNotContain("from-kms");
    }
  }

  private String password(String reference) {
    Map<String, String> flags = methods.flags("access-key");
    flags.put("broker-url", "tcp://b:1");
    flags.put("broker-password", reference);
    Settings settings = KmsSecrets.resolve(settings(flags));
    assertThat(settings.shown(Setting.BROKER_PASSWORD)).isEqualTo("***");
    return settings.text(Setting.BROKER_PASSWORD);
  }

  /** The settings of a method, and what is wrong with them. */
  private Map<String, String> spoil(String method, String how) throws IOException {
    Map<String, String> flags = new HashMap<>(methods.flags(method));
    TestRole role = cloud.role("runner");
    OidcProvider provider = cloud.oidcProvider("ack");
    switch (method + " " + how) {
      case "access-key wrong", "ram-role wrong" ->
          flags.merge("alicloud-access-key-secret", "x", String::concat);
      case "access-key disabled" ->
          cloud.disable(new AccessKey(flags.get("alicloud-access-key-id"), ""));
      case "access-key unknown" -> flags.put("alicloud-access-key-id", "LTAI5tUnknown");
      case "sts-token expired" ->
          flags.putAll(methods.token(cloud.session(role, Duration.ofMillis(-1500))));
      case "sts-token wrong" -> flags.merge("alicloud-security-token", "x", String::concat);
      case "sts-token missing" -> flags.remove("alicloud-security-token");
      case "ram-role untrusted", "rrsa untrusted" -> role.trustNobody();
      case "ram-role unknown-role" ->
          flags.put("alicloud-role-arn", role.arn().replace("runner", "nobody"));
      case "ecs-role missing" -> cloud.noInstanceRole();
      case "rrsa expired" ->
          methods.write("token", provider.issueToken("s", Duration.ofMinutes(-1)));
      case "rrsa forged" -> methods.write("token", provider.forgeToken("s"));
      case "rrsa missing" -> flags.put("alicloud-oidc-token-file", "/no/such/token");
      case "credentials-uri missing" ->
          flags.merge("alicloud-credentials-uri", "-nowhere", String::concat);
      case "profile missing" -> Files.delete(folder.resolve(".aliyun/config.json"));
      case "profile unknown" -> flags.put("alicloud-profile", "nobody");
      default -> throw new IllegalArgumentException(method + " " + how);
    }
    return flags;
  }

  private static String code(ThrowingCallable call) {
    return catchThrowableOfType(CloudApiException.class, call).code();
  }

  private static CloudApiException failure(CloudApi api) {
    CloudApiException failure = catchThrowableOfType(CloudApiException.class, api::callerIdentity);
    assertThat(failure).as("it fails").isNotNull();
    return failure;
  }

  private static CloudApi open(Map<String, String> flags) {
    Settings settings = settings(flags);
    return CloudApi.open(settings, CredentialInference.of(settings).method());
  }

  private static Settings settings(Map<String, String> flags) {
    return Settings.resolve(flags, Map.of(), Optional.empty());
  }
}
