package dev.serai.alicloud;

import dev.serai.aliyun.AccessKey;
import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.OidcProvider;
import dev.serai.aliyun.SessionCredentials;
import dev.serai.aliyun.TestRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of each method of getting credentials at a test cloud, and the secrets in them. The
 * caller lends the cloud's system properties, and the folder as {@code user.home}.
 */
public final class CloudMethods {

  public static final List<String> ALL =
      List.of(
          "access-key",
          "sts-token",
          "sts-token-files",
          "ram-role",
          "ecs-role",
          "rrsa",
          "credentials-uri",
          "profile",
          "default-chain");

  private final AlibabaCloud cloud;
  private final Path folder;
  private final List<String> secrets = new ArrayList<>();

  public CloudMethods(AlibabaCloud cloud, Path folder) {
    this.cloud = cloud;
    this.folder = folder;
  }

  /** Where the test cloud is. */
  public Map<String, String> endpoints() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("alicloud-region", "cn-hangzhou");
    flags.put("alicloud-cs-endpoint", "http://" + cloud.csEndpoint());
    flags.put("alicloud-sts-endpoint", cloud.stsEndpoint());
    flags.put("alicloud-kms-endpoint", "http://" + cloud.kmsEndpoint());
    return flags;
  }

  public Map<String, String> flags(String method) {
    Map<String, String> flags = endpoints();
    TestRole role = cloud.role("runner");
    switch (method) {
      case "access-key" -> flags.putAll(key(cloud.user("ops")));
      case "sts-token" -> flags.putAll(token(cloud.session(role, Duration.ofHours(1))));
      case "sts-token-files" -> flags.putAll(tokenFiles(cloud.session(role, Duration.ofHours(1))));
      case "ram-role" -> {
        flags.putAll(key(cloud.user("ops")));
        flags.put("alicloud-role-arn", role.arn());
      }
      case "ecs-role" -> {
        cloud.instanceRole(role);
        flags.put("alicloud-ecs-role-name", role.name());
      }
      case "rrsa" -> {
        OidcProvider provider = cloud.oidcProvider("ack");
        role.trust(provider);
        flags.put("alicloud-role-arn", role.arn());
        flags.put("alicloud-oidc-provider-arn", provider.arn());
        flags.put(
            "alicloud-oidc-token-file",
            write("token", provider.issueToken("system:serviceaccount:a:b", Duration.ofHours(1)))
                .toString());
      }
      case "credentials-uri" -> {
        cloud.credentialsUriRole(role);
        flags.put("alicloud-credentials-uri", cloud.credentialsUri().toString());
      }
      case "profile" -> {
        AccessKey key = cloud.user("ops");
        secrets.add(key.secret());
        write(
            ".aliyun/config.json",
            """
            {"current": "other", "profiles": [{"name": "mine", "mode": "AK",
             "access_key_id": "%s", "access_key_secret": "%s"}]}
            """
                .formatted(key.id(), key.secret()));
        flags.put("alicloud-profile", "mine");
      }
      case "default-chain" -> cloud.instanceRole(role);
      default -> throw new IllegalArgumentException(method);
    }
    return flags;
  }

  public Map<String, String> tokenFiles(SessionCredentials session) {
    secrets.add(session.key().secret());
    secrets.add(session.securityToken());
    return Map.of(
        "alicloud-access-key-id-file", write("id", session.key().id() + "\n").toString(),
        "alicloud-access-key-secret-file", write("secret", session.key().secret()).toString(),
        "alicloud-security-token-file", write("sts", session.securityToken()).toString());
  }

  /** The secrets that were given out so far. */
  public List<String> secrets() {
    return List.copyOf(secrets);
  }

  public Path write(String name, String text) {
    if (name.equals("token")) {
      secrets.add(text);
    }
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> key(AccessKey key) {
    secrets.add(key.secret());
    return Map.of("alicloud-access-key-id", key.id(), "alicloud-access-key-secret", key.secret());
  }

  public Map<String, String> token(SessionCredentials session) {
    secrets.add(session.securityToken());
    Map<String, String> flags = new LinkedHashMap<>(key(session.key()));
    flags.put("alicloud-security-token", session.securityToken());
    return flags;
  }
}
