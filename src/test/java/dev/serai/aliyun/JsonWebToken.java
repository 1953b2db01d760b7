package dev.serai.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A signed token in RS256, as a cluster issues it to a service account (RFC 7519, RFC 7515). */
record JsonWebToken(JsonNode header, JsonNode payload, String signed, String signature) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static String of(OidcClaims claims, PrivateKey key) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("iss", claims.issuer());
    payload.put("aud", List.of(claims.audience()));
    payload.put("sub", claims.subject());
    payload.put("iat", claims.issuedAt().getEpochSecond());
    payload.put("exp", claims.expiresAt().getEpochSecond());
    String signed =
        encoded(
                CloudResponse.text(Map.of("alg", "RS256", "typ", "JWT"))
                    .getBytes(StandardCharsets.UTF_8))
            + "."
            + encoded(CloudResponse.text(payload).getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws CloudErrorException as STS does for what is not a token
   */
  static JsonWebToken parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw CloudErrorException.oidc(
          "OIDCToken.Invalid", "The number of Jwt field should be divided into 3 parts with '.' .");
    }
    try {
      Base64.Decoder decoder = Base64.getUrlDecoder();
      return new JsonWebToken(
          JSON.readTree(decoder.decode(parts[0])),
          JSON.readTree(decoder.decode(parts[1])),
          parts[0] + "." + parts[1],
          parts[2]);
    } catch (IOException | IllegalArgumentException e) {
      throw CloudErrorException.oidc(
          "OIDCToken.Invalid", "The Jwt content is invalid that cannot be recognized.");
    }
  }

  String algorithm() {
    return header.path("alg").asText();
  }

  String issuer() {
    return payload.path("iss").asText();
  }

  String subject() {
    return payload.path("sub").asText();
  }

  Instant expiresAt() {
    return Instant.ofEpochSecond(payload.path("exp").asLong());
  }

  boolean isFor(String audience) {
    JsonNode audiences = payload.path("aud");
    if (audiences.isTextual()) {
      return audiences.asText().equals(audience);
    }
    for (JsonNode one : audiences) {
      if (one.asText().equals(audience)) {
        return true;
      }
    }
    return false;
  }

  boolean isSignedBy(PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
