package dev.serai.aliyun;

import java.time.Instant;

/** What an OIDC token says. */
public record OidcClaims(
    String issuer, String audience, String subject, Instant issuedAt, Instant expiresAt) {

  public OidcClaims withIssuer(String other) {
    return new OidcClaims(other, audience, subject, issuedAt, expiresAt);
  }

  public OidcClaims withAudience(String other) {
    return new OidcClaims(issuer, other, subject, issuedAt, expiresAt);
  }

  public OidcClaims withExpiresAt(Instant other) {
    return new OidcClaims(issuer, audience, subject, issuedAt, other);
  }
}
