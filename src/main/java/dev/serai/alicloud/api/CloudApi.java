package dev.serai.alicloud.api;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.cs20151215.models.DescribeClusterDetailResponseBody;
import com.aliyun.cs20151215.models.DescribeClusterUserKubeconfigRequest;
import com.aliyun.cs20151215.models.DescribeClusterUserKubeconfigResponseBody;
import com.aliyun.kms20160120.models.GetSecretValueRequest;
import com.aliyun.kms20160120.models.GetSecretValueResponseBody;
import com.aliyun.sts20150401.models.GetCallerIdentityResponseBody;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.alicloud.auth.CredentialMethod;
import dev.serai.alicloud.auth.StsEndpoint;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Alibaba Cloud's APIs with one set of credentials; every failure is a {@link CloudApiException}.
 */
public final class CloudApi implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;

  private final Settings settings;
  private final AlibabaCloudCredentialsProvider provider;

  private CloudApi(Settings settings, AlibabaCloudCredentialsProvider provider) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.provider = Objects.requireNonNull(provider, "provider is null");
  }

  /** With the credentials of the method, and the settings' region and endpoints. */
  public static CloudApi open(Settings settings, CredentialMethod method) {
    return call("use the " + method.label(), () -> new CloudApi(settings, method.provider()));
  }

  /**
   * Gets the credentials, to check whether that works.
   *
   * @return when they expire, if they do and it is known
   */
  public Optional<Instant> credentialsExpiry() {
    CredentialModel model = call("get credentials", provider::getCredentials);
    return model.getExpiration() == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(model.getExpiration()));
  }

  public CallerIdentity callerIdentity() {
    GetCallerIdentityResponseBody body =
        call(
            "ask STS who the credentials are",
            () ->
                new com.aliyun.sts20150401.Client(
                        ServiceAddress.of(StsEndpoint.of(settings)).applyTo(config()))
                    .getCallerIdentityWithOptions(options())
                    .getBody());
    return new CallerIdentity(
        shown(body.getIdentityType()), shown(body.getArn()), shown(body.getAccountId()));
  }

  public ClusterDetail clusterDetail(String id) {
    DescribeClusterDetailResponseBody body =
        call(
            "describe cluster " + id,
            () -> cs().describeClusterDetailWithOptions(id, Map.of(), options()).getBody());
    JsonNode urls = masterUrls(body.getMasterUrl());
    return new ClusterDetail(
        shown(body.getName()),
        shown(body.getClusterType()),
        shown(body.getState()),
        shown(body.getCurrentVersion()),
        shown(body.getRegionId()),
        url(urls, "api_server_endpoint"),
        url(urls, "intranet_api_server_endpoint"));
  }

  /**
   * A kubeconfig for the credentials' own user in the cluster.
   *
   * @param privateAddress whether it names the API server's address inside the VPC
   * @param life from 15 minutes to three days, in whole minutes
   */
  public IssuedKubeconfig kubeconfig(String id, boolean privateAddress, Duration life) {
    DescribeClusterUserKubeconfigRequest request =
        new DescribeClusterUserKubeconfigRequest()
            .setPrivateIpAddress(privateAddress)
            .setTemporaryDurationMinutes(life.toMinutes());
    String doing = "get the kubeconfig of cluster " + id;
    DescribeClusterUserKubeconfigResponseBody body =
        call(
            doing,
            () ->
                cs().describeClusterUserKubeconfigWithOptions(id, request, Map.of(), options())
                    .getBody());
    if (body.getConfig() == null || body.getConfig().isBlank()) {
      throw new CloudApiException(
          doing,
          "Empty",
          "the answer holds no kubeconfig",
          "look at the cluster in the ACK console");
    }
    return new IssuedKubeconfig(body.getConfig(), instant(body.getExpiration()));
  }

  /** The present value of a secret that is text. */
  public String secret(String name) {
    String doing = "read secret " + name + " from KMS";
    GetSecretValueResponseBody body =
        call(
            doing,
            () ->
                kms()
                    .getSecretValueWithOptions(
                        new GetSecretValueRequest().setSecretName(name), options())
                    .getBody());
    if (body.getSecretData() == null || "binary".equals(body.getSecretDataType())) {
      throw new CloudApiException(doing, "NotText", "its value is no text", "store it as text");
    }
    return body.getSecretData();
  }

  private com.aliyun.cs20151215.Client cs() throws Exception {
    Optional<String> endpoint = settings.optional(Setting.ALICLOUD_CS_ENDPOINT);
    Config config = config();
    if (endpoint.isEmpty()) {
      requireRegion("alicloud-cs-endpoint");
    }
    endpoint.map(ServiceAddress::of).ifPresent(address -> address.applyTo(config));
    return new com.aliyun.cs20151215.Client(config);
  }

  private com.aliyun.kms20160120.Client kms() throws Exception {
    String endpoint =
        settings
            .optional(Setting.ALICLOUD_KMS_ENDPOINT)
            .orElseGet(() -> "kms." + requireRegion("alicloud-kms-endpoint") + ".aliyuncs.com");
    return new com.aliyun.kms20160120.Client(ServiceAddress.of(endpoint).applyTo(config()));
  }

  private String requireRegion(String orElse) {
    return settings
        .optional(Setting.ALICLOUD_REGION)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "alicloud-region is not given; it is needed, or " + orElse));
  }

  /**
   * With the credentials as they are now. A client that is given the provider asks it for ID,
   * secret and token one by one, and near the end of a session gets them of different sessions.
   */
  private Config config() {
    CredentialModel now = provider.getCredentials();
    Config config =
        new Config()
            .setAccessKeyId(now.getAccessKeyId())
            .setAccessKeySecret(now.getAccessKeySecret())
            .setSecurityToken(now.getSecurityToken());
    settings.optional(Setting.ALICLOUD_REGION).ifPresent(config::setRegionId);
    return config;
  }

  private static RuntimeOptions options() {
    // the caller decides about retries
    RuntimeOptions options = new RuntimeOptions();
    options.autoretry = false;
    options.connectTimeout = CONNECT_MILLIS;
    options.readTimeout = READ_MILLIS;
    return options;
  }

  private static <T> T call(String doing, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      // the boundary to the SDK, whose methods all throw Exception
      throw CloudErrors.translate(doing, e);
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.ofNullable(text).filter(t -> !t.isBlank()).map(Instant::parse);
    } catch (DateTimeException e) {
      // the certificate says as well until when it is valid
      return Optional.empty();
    }
  }

  /** A JSON object in a string. */
  private static JsonNode masterUrls(String text) {
    try {
      return text == null ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static Optional<String> url(JsonNode urls, String name) {
    return Optional.of(urls.path(name).asText()).filter(text -> !text.isEmpty());
  }

  private static String shown(String text) {
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    try {
      provider.close();
    } catch (Exception e) {
      // the boundary to the SDK
      throw CloudErrors.translate("close the credentials", e);
    }
  }
}
