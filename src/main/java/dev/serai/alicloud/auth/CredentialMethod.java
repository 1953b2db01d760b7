package dev.serai.alicloud.auth;

import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.RamRoleArnCredentialProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import com.aliyun.credentials.utils.AuthUtils;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/** A way to get Alibaba Cloud credentials, with all that it needs. */
public sealed interface CredentialMethod {

  /** For people; never a secret. */
  String label();

  /**
   * Gets the credentials and keeps them valid.
   *
   * @throws RuntimeException of the SDK, whose message may hold an answer's body
   */
  AlibabaCloudCredentialsProvider provider();

  /** The AccessKey pair of a RAM user. */
  record AccessKey(Secret id, Secret secret) implements CredentialMethod {
    @Override
    public String label() {
      return "AccessKey pair";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return new ConfiguredKeys(this);
    }
  }

  /** An STS token, as somebody else keeps it valid. */
  record StsToken(AccessKey key, Secret token) implements CredentialMethod {
    @Override
    public String label() {
      return "STS token";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return new ConfiguredKeys(this);
    }
  }

  /** A RAM role that is assumed with other credentials. */
  record RamRole(CredentialMethod with, Role role) implements CredentialMethod {
    @Override
    public String label() {
      return "RAM role " + role.arn() + ", assumed with the " + with.label();
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return kept(
          RamRoleArnCredentialProvider.builder()
              .credentialsProvider(with.provider())
              .roleArn(role.arn())
              .roleSessionName(role.sessionName())
              .durationSeconds(role.seconds())
              .externalId(role.externalId().orElse(null))
              .policy(role.policy().orElse(null))
              .STSEndpoint(role.stsEndpoint())
              .build());
    }
  }

  /** The RAM role of the ECS instance that this runs on. */
  record EcsRole(String name, boolean metadataV1) implements CredentialMethod {
    @Override
    public String label() {
      return "role " + name + " of the ECS instance";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return kept(
          EcsRamRoleCredentialProvider.builder().roleName(name).disableIMDSv1(!metadataV1).build());
    }
  }

  /** The RAM role of the pod's service account (RRSA): AssumeRoleWithOIDC. */
  record Rrsa(Role role, String providerArn, Path tokenFile) implements CredentialMethod {
    @Override
    public String label() {
      return "RAM role " + role.arn() + " of the pod's service account (RRSA)";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return kept(
          OIDCRoleArnCredentialProvider.builder()
              .roleArn(role.arn())
              .roleSessionName(role.sessionName())
              .durationSeconds(role.seconds())
              .policy(role.policy().orElse(null))
              .oidcProviderArn(providerArn)
              .oidcTokenFilePath(tokenFile.toString())
              .STSEndpoint(role.stsEndpoint())
              .build());
    }
  }

  /**
   * A URL that answers with STS credentials.
   *
   * @param uri may hold a token
   */
  record CredentialsUri(Secret uri) implements CredentialMethod {
    @Override
    public String label() {
      return "credentials URI";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return kept(URLCredentialProvider.builder().credentialsURI(uri.read()).build());
    }
  }

  /** A profile of the Alibaba Cloud CLI. */
  record CliProfile(String name) implements CredentialMethod {
    @Override
    public String label() {
      return "CLI profile " + name;
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      return new CliProfileCredentials(name);
    }
  }

  /** Wherever the SDK finds some: the CLI's current profile, its credentials file, the instance. */
  record DefaultChain(boolean metadataV1) implements CredentialMethod {
    @Override
    public String label() {
      return "default chain";
    }

    @Override
    public AlibabaCloudCredentialsProvider provider() {
      // the chain takes it from here alone
      AuthUtils.disableECSIMDSv1(!metadataV1);
      return kept(new DefaultCredentialsProvider());
    }
  }

  private static AlibabaCloudCredentialsProvider kept(AlibabaCloudCredentialsProvider sessions) {
    return new CachedSession(sessions, Clock.systemUTC());
  }

  /** A method, and why it was chosen. */
  record Chosen(CredentialMethod method, String because) {
    public Chosen {
      Objects.requireNonNull(method, "method is null");
      Objects.requireNonNull(because, "because is null");
    }
  }
}
