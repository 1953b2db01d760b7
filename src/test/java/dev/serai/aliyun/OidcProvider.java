package dev.serai.aliyun;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * An OIDC identity provider as ACK registers one for a cluster with RRSA, and the cluster that
 * issues its tokens. The checks and their errors are those of the documents "AssumeRoleWithOIDC"
 * and "Error codes" of STS 2015-04-01.
 */
public final class OidcProvider {

  /** What the token of a pod with RRSA is meant for. */
  public static final String AUDIENCE = "sts.aliyuncs.com";

  private final String arn;
  private final String issuer;
  private final Clock clock;
  private final KeyPair keys = newKeys();

  OidcProvider(String arn, String issuer, Clock clock) {
    this.arn = arn;
    this.issuer = issuer;
    this.clock = clock;
  }

  public String arn() {
    return arn;
  }

  public String issuer() {
    return issuer;
  }

  /** A token that is good for this time. */
  public String issueToken(String subject, Duration life) {
    return issueToken(claims(subject).withExpiresAt(clock.instant().plus(life)));
  }

  /** A token that says what it is told to, rightly signed. */
  public String issueToken(OidcClaims claims) {
    return JsonWebToken.of(claims, keys.getPrivate());
  }

  /** A token with the right claims, signed by somebody else. */
  public String forgeToken(String subject) {
    return JsonWebToken.of(claims(subject), newKeys().getPrivate());
  }

  /** Right claims, good for an hour. */
  public OidcClaims claims(String subject) {
    Instant now = clock.instant();
    return new OidcClaims(issuer, AUDIENCE, subject, now, now.plus(Duration.ofHours(1)));
  }

  JsonWebToken check(String text) {
    JsonWebToken token = JsonWebToken.parse(text);
    if (!token.algorithm().equals("RS256")) {
      throw CloudErrorException.oidc(
          "OIDCToken.Invalid",
          "The algorithm " + token.algorithm() + " that be specified in Jwt header is unknown.");
    }
    if (!token.issuer().equals(issuer)) {
      throw CloudErrorException.oidc(
          "OIDCToken.IssuerNotMatch",
          "The issuer in the OIDC Token doesn't match the OIDC Provider registered.");
    }
    if (!token.isSignedBy(keys.getPublic())) {
      throw CloudErrorException.oidc(
          "OIDCToken.InvalidSignature", "OIDC token validate failed: invalid signature.");
    }
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw CloudErrorException.oidc("OIDCToken.Expired", "This JsonWebToken is expired.");
    }
    if (!token.isFor(AUDIENCE)) {
      throw CloudErrorException.oidc("OIDCToken.AudienceNotMatch", "Invalid audience.");
    }
    return token;
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
