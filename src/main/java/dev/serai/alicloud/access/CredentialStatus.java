package dev.serai.alicloud.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether there are credentials of a cluster, and they are kept valid.
 *
 * @param present whether there are any yet
 * @param expires when the present ones do, if they do
 * @param failure why there are none, or they could not be renewed, when that was last tried; empty
 *     when it was done
 */
public record CredentialStatus(
    boolean present, Optional<Instant> expires, Optional<String> failure) {

  public CredentialStatus {
    Objects.requireNonNull(expires, "expires is null");
    Objects.requireNonNull(failure, "failure is null");
  }

  static CredentialStatus of(Kubeconfig present, Optional<String> failure) {
    return new CredentialStatus(true, present.expires(), failure);
  }

  static CredentialStatus missing(Optional<String> failure) {
    return new CredentialStatus(false, Optional.empty(), failure);
  }

  public boolean isExpired(Instant now) {
    return expires.filter(end -> !end.isAfter(now)).isPresent();
  }
}
