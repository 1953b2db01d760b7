package dev.serai.aliyun;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out who calls: the time within 15 minutes, a key that exists, the token of its session and
 * no other, a signature by its secret, a nonce that was not used before.
 */
final class Authenticator {

  private static final Duration TOLERANCE = Duration.ofMinutes(15);

  private record UsedNonce(String keyId, String nonce) {}

  private final Identities identities;
  private final Clock clock;
  private final Set<UsedNonce> nonces = ConcurrentHashMap.newKeySet();
  private volatile Duration skew = Duration.ZERO;

  Authenticator(Identities identities, Clock clock) {
    this.identities = identities;
    this.clock = clock;
  }

  void skew(Duration next) {
    skew = next;
  }

  Principal caller(Request request) {
    RequestSignature signature = RequestSignature.of(request);
    checkTime(signature.timestamp());
    Identities.Holder holder =
        identities
            .holder(signature.accessKeyId())
            .orElseThrow(CloudErrorException::accessKeyNotFound);
    if (!identities.isActive(signature.accessKeyId())) {
      throw CloudErrorException.accessKeyInactive();
    }
    checkToken(signature, holder);
    if (!signature.isBy(holder.secret())) {
      throw CloudErrorException.signatureDoesNotMatch(signature.serverView());
    }
    if (!nonces.add(new UsedNonce(signature.accessKeyId(), signature.nonce()))) {
      throw CloudErrorException.nonceUsed();
    }
    return holder.principal();
  }

  /** The caller, if its policies allow it the call; the service says how a refusal looks. */
  Principal caller(Request request, Api api, RefusalOf refusal) {
    Principal principal = caller(request);
    if (identities.isDenied(principal, api)) {
      throw refusal.of(principal);
    }
    return principal;
  }

  /** How a service refuses a principal. */
  @FunctionalInterface
  interface RefusalOf {
    CloudErrorException of(Principal principal);
  }

  private void checkTime(String timestamp) {
    try {
      Instant now = clock.instant().plus(skew);
      if (Duration.between(Instant.parse(timestamp), now).abs().compareTo(TOLERANCE) > 0) {
        throw CloudErrorException.timestampExpired();
      }
    } catch (DateTimeParseException e) {
      throw CloudErrorException.timestampMalformed();
    }
  }

  private void checkToken(RequestSignature signature, Identities.Holder holder) {
    if (holder.session().isEmpty()) {
      if (signature.securityToken().isPresent()) {
        throw refusalOfForeign(signature.securityToken().get());
      }
      return;
    }
    SessionCredentials session = holder.session().get();
    String token = signature.securityToken().orElseThrow(CloudErrorException::missingSecurityToken);
    if (!token.equals(session.securityToken())) {
      throw refusalOfForeign(token);
    }
    if (!clock.instant().isBefore(session.expiration())) {
      throw CloudErrorException.securityTokenExpired();
    }
  }

  private CloudErrorException refusalOfForeign(String token) {
    return identities.isSessionToken(token)
        ? CloudErrorException.securityTokenOfAnotherKey()
        : CloudErrorException.securityTokenMalformed();
  }
}
