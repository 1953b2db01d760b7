package dev.serai.alicloud.auth;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.utils.AuthConstant;
import java.util.Objects;
import java.util.Optional;

/**
 * Keys from the settings. Files are read for each call: calls are rare, and so no change has to be
 * detected. Between the writes of two of the files a pair may not match; the call fails then, and
 * is retried.
 */
final class ConfiguredKeys implements AlibabaCloudCredentialsProvider {

  private final CredentialMethod.AccessKey key;
  private final Optional<Secret> token;

  ConfiguredKeys(CredentialMethod.AccessKey key) {
    this.key = Objects.requireNonNull(key, "key is null");
    this.token = Optional.empty();
  }

  ConfiguredKeys(CredentialMethod.StsToken sts) {
    this.key = sts.key();
    this.token = Optional.of(sts.token());
  }

  @Override
  public CredentialModel getCredentials() {
    CredentialModel.Builder model =
        CredentialModel.builder()
            .accessKeyId(key.id().read())
            .accessKeySecret(key.secret().read())
            .type(token.isPresent() ? AuthConstant.STS : AuthConstant.ACCESS_KEY)
            .providerName(getProviderName());
    token.ifPresent(secret -> model.securityToken(secret.read()));
    return model.build();
  }

  @Override
  public String getProviderName() {
    return "serai";
  }

  @Override
  public void close() {}
}
