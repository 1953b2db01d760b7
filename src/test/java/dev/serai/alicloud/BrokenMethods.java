package dev.serai.alicloud;

import dev.serai.aliyun.AccessKey;
import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.Api;
import dev.serai.aliyun.TestRole;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each method of getting credentials with what is wrong, expired or missing. A role's sessions
 * expire at once where that is meant; the key of a user, which has no end, is disabled instead.
 */
public final class BrokenMethods {

  private static final Duration AT_ONCE = Duration.ofMinutes(-1);

  /**
   * One of them.
   *
   * @param cause what the one error says
   */
  public record Broken(String method, String fault, String cause) {

    @Override
    public String toString() {
      return method + ", " + fault;
    }
  }

  private static final String SIGNATURE =
      "the AccessKey secret does not belong to the AccessKey ID";
  private static final String INACTIVE = "the AccessKey is disabled";
  private static final String OVER = "the session that was handed out has expired already";
  private static final String EXPIRED = "the STS token has expired";

  public static final List<Broken> ALL =
      List.of(
          new Broken("access-key", "wrong", SIGNATURE),
          new Broken("access-key", "expired", INACTIVE),
          new Broken("access-key", "missing", "needs alicloud-access-key-secret"),
          new Broken("sts-token", "wrong", "the STS token is not accepted"),
          new Broken("sts-token", "expired", EXPIRED),
          new Broken("sts-token", "missing", "the AccessKey pair needs an STS token"),
          new Broken("sts-token-files", "wrong", "the STS token is not accepted"),
          new Broken("sts-token-files", "expired", EXPIRED),
          new Broken("sts-token-files", "missing", "alicloud-security-token-file"),
          new Broken("ram-role", "wrong", SIGNATURE),
          new Broken("ram-role", "expired", OVER),
          new Broken("ram-role", "missing", "needs alicloud-access-key-secret"),
          new Broken("ecs-role", "wrong", "no ECS instance with that role"),
          new Broken("ecs-role", "expired", OVER),
          new Broken("ecs-role", "missing", "no ECS instance with that role"),
          new Broken("rrsa", "wrong", "the pod's OIDC token is not accepted"),
          new Broken("rrsa", "expired", "the pod's OIDC token has expired"),
          new Broken("rrsa", "missing", "the pod's OIDC token can't be read"),
          new Broken("credentials-uri", "wrong", "InvalidAction.NotFound"),
          new Broken("credentials-uri", "expired", OVER),
          new Broken("credentials-uri", "missing", "the credentials URI gives no credentials"),
          new Broken("profile", "wrong", SIGNATURE),
          new Broken("profile", "expired", INACTIVE),
          new Broken("profile", "missing", "no credentials were found"),
          new Broken("default-chain", "wrong", "these credentials have no permission"),
          new Broken("default-chain", "expired", OVER),
          new Broken("default-chain", "missing", "this computer is no ECS instance"));

  private final AlibabaCloud cloud;
  private final CloudMethods methods;

  public BrokenMethods(AlibabaCloud cloud, CloudMethods methods) {
    this.cloud = cloud;
    this.methods = methods;
  }

  /** The settings, after what they name was spoiled. */
  public Map<String, String> flags(Broken broken) {
    Map<String, String> flags = new LinkedHashMap<>(methods.flags(broken.method()));
    switch (broken.fault()) {
      case "wrong" -> spoil(broken.method(), flags);
      case "expired" -> end(broken.method(), flags);
      default -> take(broken.method(), flags);
    }
    return flags;
  }

  private void spoil(String method, Map<String, String> flags) {
    switch (method) {
      case "access-key", "ram-role" ->
          flags.merge("alicloud-access-key-secret", "x", String::concat);
      case "sts-token" -> flags.merge("alicloud-security-token", "x", String::concat);
      case "sts-token-files" -> methods.write("sts", "CAISx");
      case "ecs-role" -> flags.put("alicloud-ecs-role-name", "another");
      case "rrsa" -> methods.write("token", cloud.oidcProvider("ack").forgeToken("s"));
      case "credentials-uri" -> flags.merge("alicloud-credentials-uri", "/nowhere", String::concat);
      case "profile" -> profile(cloud.user("ops").id(), "not-the-secret");
      case "default-chain" -> cloud.deny("runner", Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
      default -> throw new IllegalArgumentException(method);
    }
  }

  private void end(String method, Map<String, String> flags) {
    TestRole role = cloud.role("runner");
    switch (method) {
      case "access-key" -> {
        AccessKey key = cloud.user("leaver");
        cloud.disable(key);
        flags.put("alicloud-access-key-id", key.id());
        flags.put("alicloud-access-key-secret", key.secret());
      }
      case "profile" -> {
        AccessKey key = cloud.user("leaver");
        cloud.disable(key);
        profile(key.id(), key.secret());
      }
      case "sts-token" -> flags.putAll(methods.token(cloud.session(role, AT_ONCE)));
      case "sts-token-files" -> flags.putAll(methods.tokenFiles(cloud.session(role, AT_ONCE)));
      case "rrsa" -> methods.write("token", cloud.oidcProvider("ack").issueToken("s", AT_ONCE));
      default -> role.sessionLife(AT_ONCE);
    }
  }

  private void take(String method, Map<String, String> flags) {
    switch (method) {
      case "access-key", "ram-role" -> flags.remove("alicloud-access-key-secret");
      case "sts-token" -> flags.remove("alicloud-security-token");
      case "sts-token-files" -> flags.put("alicloud-security-token-file", "/no/such/file");
      case "ecs-role", "default-chain" -> cloud.noInstanceRole();
      case "rrsa" -> flags.put("alicloud-oidc-token-file", "/no/such/file");
      case "credentials-uri" -> flags.put("alicloud-credentials-uri", "http://127.0.0.1:1/c");
      case "profile" -> flags.put("alicloud-profile", "nobody");
      default -> throw new IllegalArgumentException(method);
    }
  }

  private void profile(String id, String secret) {
    methods.write(
        ".aliyun/config.json",
        """
        {"current": "mine", "profiles": [{"name": "mine", "mode": "AK",
         "access_key_id": "%s", "access_key_secret": "%s"}]}
        """
            .formatted(id, secret));
  }
}
