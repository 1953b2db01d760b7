package dev.serai.aliyun;

import java.time.Instant;

/** What STS issues: a key, the token that goes with it, and when both end. */
public record SessionCredentials(AccessKey key, String securityToken, Instant expiration) {

  @Override
  public String toString() {
    return "SessionCredentials[" + key.id() + ", expiration=" + expiration + "]";
  }
}
