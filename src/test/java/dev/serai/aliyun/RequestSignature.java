package dev.serai.aliyun;

import java.util.Optional;

/** What a signed request says about itself, in either of the two styles. */
interface RequestSignature {

  String accessKeyId();

  Optional<String> securityToken();

  String timestamp();

  String nonce();

  /** What the server would sign, in the words in which the real error repeats it. */
  String serverView();

  boolean isBy(String secret);

  /**
   * @throws CloudErrorException when the request is not signed, or only in part
   */
  static RequestSignature of(Request request) {
    return request.header("authorization").isPresent()
        ? Acs3Signature.of(request)
        : RpcSignature.of(request);
  }

  /** The key that a request names, believed or not. */
  static String claimedKey(Request request) {
    return request
        .header("authorization")
        .flatMap(Acs3Signature::credential)
        .or(() -> Optional.ofNullable(request.query().get("AccessKeyId")))
        .orElse("");
  }
}
