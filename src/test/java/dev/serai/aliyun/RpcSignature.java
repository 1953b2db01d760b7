package dev.serai.aliyun;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HMAC-SHA1 in the query, after the document "Request syntax and signature method V2 for RPC APIs".
 */
record RpcSignature(Request request, Map<String, String> parameters) implements RequestSignature {

  static RpcSignature of(Request request) {
    request.required("AccessKeyId");
    request.required("SignatureMethod");
    request.required("SignatureVersion");
    request.required("SignatureNonce");
    request.required("Timestamp");
    request.required("Version");
    if (request.parameter("Signature").isEmpty()) {
      throw CloudErrorException.incompleteSignature();
    }
    RpcSignature signature = new RpcSignature(request, request.parameters());
    if (!signature.of("SignatureMethod").equals("HMAC-SHA1")
        || !signature.of("SignatureVersion").equals("1.0")) {
      throw new CloudErrorException(
          400, "InvalidSignatureMethod", "Specified signature method is not valid.");
    }
    return signature;
  }

  @Override
  public String accessKeyId() {
    return of("AccessKeyId");
  }

  @Override
  public Optional<String> securityToken() {
    return request.parameter("SecurityToken");
  }

  @Override
  public String timestamp() {
    return of("Timestamp");
  }

  @Override
  public String nonce() {
    return of("SignatureNonce");
  }

  @Override
  public String serverView() {
    return "server string to sign is:" + stringToSign();
  }

  private String stringToSign() {
    Map<String, String> signed = new TreeMap<>(parameters);
    signed.remove("Signature");
    return request.method() + "&%2F&" + CanonicalRequest.encode(CanonicalRequest.query(signed));
  }

  @Override
  public boolean isBy(String secret) {
    byte[] expected = CanonicalRequest.hmac("HmacSHA1", secret + "&", stringToSign());
    return CanonicalRequest.same(of("Signature"), Base64.getEncoder().encodeToString(expected));
  }

  private String of(String name) {
    return parameters.getOrDefault(name, "");
  }
}
