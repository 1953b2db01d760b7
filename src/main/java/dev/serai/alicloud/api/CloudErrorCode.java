package dev.serai.alicloud.api;

import java.util.Arrays;

/**
 * The codes of STS, RAM, ACK and KMS that people meet, in plain words. The first whose beginning
 * fits counts; the last fits all.
 */
enum CloudErrorCode {
  KEY_UNKNOWN(
      "InvalidAccessKeyId.NotFound",
      "there is no such AccessKey ID",
      "check alicloud-access-key-id for a typing mistake or a deleted key"),
  KEY_INACTIVE(
      "InvalidAccessKeyId.Inactive",
      "the AccessKey is disabled",
      "enable it in the RAM console, or give another"),
  KEY_INVALID(
      "InvalidAccessKeyId",
      "the AccessKey ID is not accepted",
      "check alicloud-access-key-id; one that begins with STS. needs alicloud-security-token"),
  SIGNATURE(
      "SignatureDoesNotMatch",
      "the AccessKey secret does not belong to the AccessKey ID",
      "check alicloud-access-key-secret, also for blanks and line breaks"),
  SIGNATURE_INCOMPLETE(
      "IncompleteSignature",
      "the AccessKey secret does not belong to the AccessKey ID",
      "check alicloud-access-key-secret, also for blanks and line breaks"),
  TOKEN_EXPIRED(
      "InvalidSecurityToken.Expired",
      "the STS token has expired",
      "get a new one; alicloud-security-token-file is read again when it changes"),
  TOKEN_MISMATCH(
      "InvalidSecurityToken.MismatchWithAccessKey",
      "the STS token belongs to another AccessKey pair",
      "give all three of one answer of STS"),
  TOKEN_INVALID(
      "InvalidSecurityToken",
      "the STS token is not accepted",
      "check alicloud-security-token; it must be of the same answer of STS as the AccessKey pair"),
  TOKEN_MISSING(
      "MissingSecurityToken",
      "the AccessKey pair needs an STS token",
      "give alicloud-security-token as well"),
  OIDC_EXPIRED(
      "AuthenticationFail.OIDCToken.Expired",
      "the pod's OIDC token has expired",
      "check that alicloud-oidc-token-file is the projected volume, which the kubelet renews"),
  OIDC_INVALID(
      "AuthenticationFail.OIDCToken",
      "the pod's OIDC token is not accepted",
      "check alicloud-oidc-token-file, and that its audience is the OIDC provider's client ID"),
  OIDC_FILE(
      "NoOidcToken",
      "the pod's OIDC token can't be read",
      "check that alicloud-oidc-token-file is there and readable"),
  OIDC_REFUSED(
      "AuthenticationFail",
      "the role does not trust this service account",
      "check the role's trust policy: oidc:iss, oidc:aud and oidc:sub"),
  OIDC_PROVIDER(
      "EntityNotExist.OIDC",
      "there is no such OIDC provider",
      "enable RRSA for the cluster, and check alicloud-oidc-provider-arn"),
  ROLE_UNKNOWN(
      "EntityNotExist.Role",
      "there is no such RAM role",
      "check alicloud-role-arn or alicloud-ecs-role-name"),
  ROLE_ARN(
      "InvalidParameter.RoleArn",
      "the role's ARN is malformed",
      "alicloud-role-arn looks like acs:ram::<account id>:role/<role name>"),
  ROLE_SESSION(
      "InvalidParameter.RoleSessionName",
      "the role session's name is malformed",
      "alicloud-role-session-name: 2 to 64 letters, digits and . @ - _"),
  ROLE_DURATION(
      "InvalidParameter.DurationSeconds",
      "the role allows no session as long as that",
      "lower alicloud-role-session-duration, or raise the role's maximum"),
  ROLE_POLICY(
      "InvalidParameter.PolicyGrammar",
      "the session policy is malformed",
      "check alicloud-role-policy"),
  ROLE_REFUSED(
      "NoPermission",
      "these credentials may not do that",
      "grant sts:AssumeRole on the role, and let its trust policy name them; see deploy/alicloud.md"),
  CLUSTER_UNKNOWN(
      "ErrorClusterNotFound",
      "there is no such cluster in this region",
      "check alicloud-cluster-id and alicloud-region"),
  CLUSTER_STATE(
      "ErrorClusterState",
      "the cluster is not in a state in which it answers",
      "look at its state in the ACK console"),
  SECRET_UNKNOWN(
      "Forbidden.ResourceNotFound",
      "there is no such secret in this region",
      "check the kms:// reference and alicloud-region"),
  SECRET_DISABLED(
      "Rejected",
      "the secret can't be read as it is",
      "check the secret's state in the KMS console"),
  FORBIDDEN(
      "Forbidden",
      "these credentials have no permission for that",
      "grant the RAM policy of deploy/alicloud.md"),
  STATUS_FORBIDDEN(
      "StatusForbidden",
      "these credentials have no permission for that",
      "grant the RAM policy of deploy/alicloud.md"),
  CLOCK(
      "InvalidTimeStamp",
      "this computer's clock is wrong",
      "set the clock: Alibaba Cloud allows 15 minutes"),
  CLOCK_ILLEGAL(
      "IllegalTimestamp",
      "this computer's clock is wrong",
      "set the clock: Alibaba Cloud allows 15 minutes"),
  THROTTLED(
      "Throttling",
      "Alibaba Cloud is asked too often",
      "it is retried; if it lasts, look who else uses this account"),
  DOWN("ServiceUnavailable", "the service is not available", "it is retried; look at its status"),
  INTERNAL("InternalError", "the service has an error of its own", "it is retried"),
  FAULT("HTTP5", "the service has an error of its own", "it is retried"),
  UNREACHABLE(
      "Unreachable",
      "the service can't be reached",
      "check the network, proxy and DNS, and alicloud-region or the ...-endpoint settings"),
  UNTRUSTED(
      "Untrusted",
      "the certificate of the service is not trusted",
      "check the ...-endpoint settings and what is between here and Alibaba Cloud"),
  SESSION_OVER(
      "ExpiredSession",
      "the session that was handed out has expired already",
      "check this computer's clock, and who hands it out"),
  URI_SILENT(
      "NoAnswer",
      "the credentials URI gives no credentials",
      "check alicloud-credentials-uri, and what answers there"),
  NOT_FOUND(
      "NoCredentials",
      "no credentials were found",
      "give one of the methods of deploy/alicloud.md"),
  INSTANCE_ROLE(
      "NoInstanceRole",
      "this computer is no ECS instance with that role",
      "attach the role to the instance; elsewhere give another method"),
  OTHER("", "it was refused", "look the code up in Alibaba Cloud's documentation");

  private final String beginning;
  private final String words;
  private final String hint;

  CloudErrorCode(String beginning, String words, String hint) {
    this.beginning = beginning;
    this.words = words;
    this.hint = hint;
  }

  static CloudErrorCode of(String code) {
    return Arrays.stream(values())
        .filter(known -> code.startsWith(known.beginning))
        .findFirst()
        .orElse(OTHER);
  }

  /** Whether the credentials themselves are not accepted, whatever is asked for. */
  boolean isOfCredentials() {
    return compareTo(KEY_UNKNOWN) >= 0 && compareTo(TOKEN_MISSING) <= 0;
  }

  /** Whether a retry of the same call may succeed, with nothing changed here. */
  boolean isTemporary() {
    return switch (this) {
      case CLUSTER_STATE, THROTTLED, DOWN, INTERNAL, FAULT, UNREACHABLE -> true;
      default -> false;
    };
  }

  String code() {
    return beginning;
  }

  String words() {
    return words;
  }

  String hint() {
    return hint;
  }
}
