package dev.serai.aliyun;

/**
 * An error as Alibaba Cloud's gateway and services answer it. Codes, messages and statuses are
 * those of the documents "Public error codes" (Alibaba Cloud API error center), "Error codes" of
 * STS 2015-04-01, "GetSecretValue" of KMS 2016-01-20, and "Use RRSA to authorize different pods to
 * access different cloud services" of ACK.
 */
final class CloudErrorException extends RuntimeException {

  private final int status;
  private final String code;

  CloudErrorException(int status, String code, String message) {
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

  static CloudErrorException missing(String parameter) {
    return new CloudErrorException(
        400, "Missing" + parameter, parameter + " is mandatory for this action.");
  }

  static CloudErrorException invalidParameter(String message) {
    return new CloudErrorException(400, "InvalidParameter", message);
  }

  /** As STS names the parameter that it does not like. */
  static CloudErrorException wronglyFormed(String parameter) {
    return new CloudErrorException(
        400, "InvalidParameter." + parameter, "The parameter " + parameter + " is wrongly formed.");
  }

  static CloudErrorException noSuchApi() {
    return new CloudErrorException(
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  static CloudErrorException incompleteSignature() {
    return new CloudErrorException(
        400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");
  }

  /**
   * The real message repeats what was to be signed. For a session that has the security token in
   * it, so whoever shows this message shows a secret.
   */
  static CloudErrorException signatureDoesNotMatch(String serverView) {
    return new CloudErrorException(
        400,
        "SignatureDoesNotMatch",
        "Specified signature does not match our calculation. " + serverView);
  }

  static CloudErrorException accessKeyNotFound() {
    return new CloudErrorException(
        404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }

  static CloudErrorException accessKeyInactive() {
    return new CloudErrorException(
        400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  }

  static CloudErrorException missingSecurityToken() {
    return missing("SecurityToken");
  }

  static CloudErrorException securityTokenMalformed() {
    return new CloudErrorException(
        400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }

  static CloudErrorException securityTokenOfAnotherKey() {
    return new CloudErrorException(
        400,
        "InvalidSecurityToken.MismatchWithAccessKey",
        "Specified SecurityToken mismatch with the AccessKey.");
  }

  static CloudErrorException securityTokenExpired() {
    return new CloudErrorException(
        400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }

  static CloudErrorException timestampMalformed() {
    return new CloudErrorException(
        400,
        "InvalidTimeStamp.Format",
        "Specified time stamp or date value is not well formatted.");
  }

  static CloudErrorException timestampExpired() {
    return new CloudErrorException(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }

  static CloudErrorException nonceUsed() {
    return new CloudErrorException(
        400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }

  static CloudErrorException noSuchRole(String arn) {
    return new CloudErrorException(
        404, "EntityNotExist.Role", "The role not exists: " + arn + ". ");
  }

  /** The caller's own policy does not allow the action. */
  static CloudErrorException notAuthorized() {
    return new CloudErrorException(
        403,
        "NoPermission",
        "You are not authorized to do this action. You should be authorized by RAM.");
  }

  /** The role's trust policy does not allow the caller. */
  static CloudErrorException roleDoesNotTrust() {
    return new CloudErrorException(
        403,
        "NoPermission",
        "No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform"
            + " sts:AssumeRole or the specified role does not trust you");
  }

  static CloudErrorException oidc(String code, String message) {
    return new CloudErrorException(401, "AuthenticationFail." + code, message);
  }
}
