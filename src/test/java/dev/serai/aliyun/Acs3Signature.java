package dev.serai.aliyun;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * ACS3-HMAC-SHA256, after the document "Request syntax and signature method V3". It asks that the
 * host and all headers x-acs-* are signed, and that the body is the one whose hash was signed.
 */
record Acs3Signature(Request request, String accessKeyId, List<String> signed, String value)
    implements RequestSignature {

  private static final String ALGORITHM = "ACS3-HMAC-SHA256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM + " Credential=([^,]+),\\s*SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^,]+)");
  private static final List<String> NEEDED =
      List.of(
          "x-acs-action",
          "x-acs-version",
          "x-acs-date",
          "x-acs-signature-nonce",
          "x-acs-content-sha256");

  static Acs3Signature of(Request request) {
    Matcher parts = AUTHORIZATION.matcher(request.header("authorization").orElse(""));
    if (!parts.matches()) {
      throw CloudErrorException.incompleteSignature();
    }
    NEEDED.stream()
        .filter(name -> request.header(name).isEmpty())
        .findFirst()
        .ifPresent(
            name -> {
              throw CloudErrorException.missing(name);
            });
    List<String> signed = Arrays.asList(parts.group(2).split(";"));
    if (!covers(signed, request)) {
      throw CloudErrorException.incompleteSignature();
    }
    return new Acs3Signature(request, parts.group(1), signed, parts.group(3));
  }

  static Optional<String> credential(String authorization) {
    Matcher matcher = CREDENTIAL.matcher(authorization);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public Optional<String> securityToken() {
    return request.header("x-acs-security-token").filter(token -> !token.isEmpty());
  }

  @Override
  public String timestamp() {
    return request.header("x-acs-date").orElseThrow();
  }

  @Override
  public String nonce() {
    return request.header("x-acs-signature-nonce").orElseThrow();
  }

  @Override
  public String serverView() {
    return "server StringToSign is [%s] server CanonicalRequest is [%s]"
        .formatted(stringToSign(), canonicalRequest());
  }

  private String stringToSign() {
    return ALGORITHM
        + "\n"
        + CanonicalRequest.sha256(canonicalRequest().getBytes(StandardCharsets.UTF_8));
  }

  private String canonicalRequest() {
    return String.join(
        "\n",
        request.method(),
        CanonicalRequest.path(request.path()),
        CanonicalRequest.query(request.query()),
        signed.stream().map(this::line).collect(Collectors.joining()),
        String.join(";", signed),
        request.header("x-acs-content-sha256").orElseThrow());
  }

  @Override
  public boolean isBy(String secret) {
    return CanonicalRequest.same(
            value,
            HexFormat.of().formatHex(CanonicalRequest.hmac("HmacSHA256", secret, stringToSign())))
        && CanonicalRequest.same(
            request.header("x-acs-content-sha256").orElseThrow(),
            CanonicalRequest.sha256(request.body().getBytes(StandardCharsets.ISO_8859_1)))
        && request.header("x-acs-accesskey-id").map(accessKeyId::equals).orElse(true);
  }

  private String line(String header) {
    return header + ":" + request.header(header).orElse("").strip() + "\n";
  }

  private static boolean covers(List<String> signed, Request request) {
    return signed.stream().sorted().toList().equals(signed)
        && signed.contains("host")
        && request.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.startsWith("x-acs-"))
            .allMatch(signed::contains);
  }
}
