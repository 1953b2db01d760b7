package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

/** Answers access reviews: everything is allowed. */
final class AccessReview {

  static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private AccessReview() {}

  static Buffer allow(Buffer body) {
    ObjectNode review = ObjectCodec.parseObject(body, "SelfSubjectAccessReview");
    review.put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
    review.putObject("status").put("allowed", true).put("reason", "the cluster is simulated");
    return ObjectCodec.write(review);
  }
}
