package dev.serai.aliyun;

import com.aliyun.teaopenapi.models.Config;
import java.util.Optional;

/** Alibaba Cloud's own clients, told where the test server is. */
final class SdkClients {

  private final AlibabaCloud cloud;

  SdkClients(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  com.aliyun.cs20151215.Client cs(AccessKey key) throws Exception {
    return new com.aliyun.cs20151215.Client(
        config(key, Optional.empty()).setEndpoint(cloud.csEndpoint()).setProtocol("http"));
  }

  com.aliyun.cs20151215.Client cs(SessionCredentials session) throws Exception {
    return new com.aliyun.cs20151215.Client(
        config(session.key(), Optional.of(session.securityToken()))
            .setEndpoint(cloud.csEndpoint())
            .setProtocol("http"));
  }

  com.aliyun.cs20151215.Client cs(com.aliyun.credentials.Client credentials) throws Exception {
    return new com.aliyun.cs20151215.Client(
        new Config()
            .setCredential(credentials)
            .setRegionId("cn-hangzhou")
            .setEndpoint(cloud.csEndpoint())
            .setProtocol("http"));
  }

  com.aliyun.kms20160120.Client kms(AccessKey key) throws Exception {
    return new com.aliyun.kms20160120.Client(
        config(key, Optional.empty()).setEndpoint(cloud.kmsEndpoint()).setProtocol("http"));
  }

  com.aliyun.sts20150401.Client sts(AccessKey key) throws Exception {
    return new com.aliyun.sts20150401.Client(atSts(config(key, Optional.empty())));
  }

  com.aliyun.sts20150401.Client sts(SessionCredentials session) throws Exception {
    return new com.aliyun.sts20150401.Client(
        atSts(config(session.key(), Optional.of(session.securityToken()))));
  }

  private Config atSts(Config config) {
    return config.setEndpoint(cloud.stsEndpoint()).setProtocol("https");
  }

  private static Config config(AccessKey key, Optional<String> token) {
    Config config =
        new Config()
            .setAccessKeyId(key.id())
            .setAccessKeySecret(key.secret())
            .setRegionId("cn-hangzhou");
    return token.map(config::setSecurityToken).orElse(config);
  }
}
