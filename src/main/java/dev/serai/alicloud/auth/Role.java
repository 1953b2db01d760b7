package dev.serai.alicloud.auth;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A RAM role that STS gives a session of.
 *
 * @param session how long one session lives
 * @param externalId what the role's trust policy may ask for
 * @param policy JSON that narrows the role's permissions
 * @param stsEndpoint host, and port if it is not 443; always by TLS
 */
public record Role(
    String arn,
    String sessionName,
    Duration session,
    Optional<String> externalId,
    Optional<String> policy,
    String stsEndpoint) {

  public Role {
    Objects.requireNonNull(arn, "arn is null");
    Objects.requireNonNull(sessionName, "sessionName is null");
    Objects.requireNonNull(session, "session is null");
    Objects.requireNonNull(externalId, "externalId is null");
    Objects.requireNonNull(policy, "policy is null");
    Objects.requireNonNull(stsEndpoint, "stsEndpoint is null");
  }

  int seconds() {
    return Math.toIntExact(session.toSeconds());
  }
}
