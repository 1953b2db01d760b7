package dev.serai.aliyun;

/**
 * An error as Alibaba Cloud's gateway and services answer it. Codes, messages and statuses are
 * those of the documents "Public error codes" (Alibaba Cloud API error center), "Error codes" of
 * STS 2015-04-01, "GetSecretValue" of KMS 2016-01-20, and "Use RRSA to authorize different pods to
 * access different cloud services" of ACK.
 */
final class Refusal extends RuntimeException {

  private final int status;
  private final String code;

  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  static Refusal missing(String parameter) {
    return new Refusal(400, "Missing" + parameter, parameter + " is mandatory for this action.");
  }

  static Refusal invalidParameter(String message) {
    return new Refusal(400, "InvalidParameter", message);
  }

  /** As STS names the parameter that it does not like. */
  static Refusal wronglyFormed(String parameter) {
    return new Refusal(
        400, "InvalidParameter." + parameter, "The parameter " + parameter + " is wrongly formed.");
  }

  static Refusal noSuchApi() {
    return new Refusal(
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  static Refusal incompleteSignature() {
    return new Refusal(
        400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");
  }

  /**
   * The real message repeats what was to be signed. For a session that has the security token in
   * it, so whoever shows this message shows a secret.
   */
  static Refusal signatureDoesNotMatch(String serverView) {
    return new Refusal(
        400,
        "SignatureDoesNotMatch",
        "Specified signature does not match our calculation. " + serverView);
  }

  static Refusal accessKeyNotFound() {
    return new Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }

  static Refusal accessKeyInactive() {
    return new Refusal(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  }

  static Refusal missingSecurityToken() {
    return missing("SecurityToken");
  }

  static Refusal securityTokenMalformed() {
    return new Refusal(
        400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }

  static Refusal securityTokenOfAnotherKey() {
    return new Refusal(
        400,
        "InvalidSecurityToken.MismatchWithAccessKey",
        "Specified SecurityToken mismatch with the AccessKey.");
  }

  static Refusal securityTokenExpired() {
    return new Refusal(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }

  static Refusal timestampMalformed() {
    return new Refusal(
        400,
        "InvalidTimeStamp.Format",
        "Specified time stamp or date value is not well formatted.");
  }

  static Refusal timestampExpired() {
    return new Refusal(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }

  static Refusal nonceUsed() {
    return new Refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }

  static Refusal noSuchRole(String arn) {
    return new Refusal(404, "EntityNotExist.Role", "The role not exists: " + arn + ". ");
  }

  /** The caller's own policy does not allow the action. */
  static Refusal notAuthorized() {
    return new Refusal(
        403,
        "NoPermission",
        "You are not authorized to do this action. You should be authorized by RAM.");
  }

  /** The role's trust policy does not allow the caller. */
  static Refusal roleDoesNotTrust() {
    return new Refusal(
        403,
        "NoPermission",
        "No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform"
            + " sts:AssumeRole or the specified role does not trust you");
  }

  static Refusal oidc(String code, String message) {
    return new Refusal(401, "AuthenticationFail." + code, message);
  }
}
