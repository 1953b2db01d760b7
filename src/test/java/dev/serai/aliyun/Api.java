package dev.serai.aliyun;

/** What can be called, as faults and the record of calls name it. */
public enum Api {
  DESCRIBE_CLUSTER_USER_KUBECONFIG,
  DESCRIBE_CLUSTER_DETAIL,
  ASSUME_ROLE,
  ASSUME_ROLE_WITH_OIDC,
  GET_CALLER_IDENTITY,
  GET_SECRET_VALUE,
  /** {@code PUT /latest/api/token} of the instance metadata. */
  METADATA_TOKEN,
  /** The role's name and its credentials, of the instance metadata. */
  METADATA_CREDENTIALS,
  CREDENTIALS_URI
}
