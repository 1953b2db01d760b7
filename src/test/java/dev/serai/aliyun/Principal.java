package dev.serai.aliyun;

/**
 * Who calls, as GetCallerIdentity tells it (document "GetCallerIdentity", STS 2015-04-01).
 *
 * @param id of the user, or of the role
 * @param session the role session's name, or empty for a user
 */
record Principal(String account, String name, String id, String session) {

  static Principal user(String account, String name, String id) {
    return new Principal(account, name, id, "");
  }

  boolean isRole() {
    return !session.isEmpty();
  }

  /** The arn that a role's trust and a refusal are about: without the session. */
  String arn() {
    return "acs:ram::" + account + ":" + (isRole() ? "role/" : "user/") + name;
  }

  String callerArn() {
    return isRole() ? "acs:ram::" + account + ":assumed-role/" + name + "/" + session : arn();
  }

  String identityType() {
    return isRole() ? "AssumedRoleUser" : "RAMUser";
  }

  String principalId() {
    return isRole() ? id + ":" + session : id;
  }
}
