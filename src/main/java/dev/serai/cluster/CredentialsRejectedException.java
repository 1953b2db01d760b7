package dev.serai.cluster;

/** The API server does not accept the credentials (401), even after they were reread. */
final class CredentialsRejectedException extends RuntimeException {

  CredentialsRejectedException(Throwable cause) {
    super("the API server rejects the credentials", cause);
  }
}
