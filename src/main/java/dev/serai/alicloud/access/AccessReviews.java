package dev.serai.alicloud.access;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;

/** Asks an API server what the client may do in a namespace. */
record AccessReviews(KubernetesClient client, String namespace) {

  AccessReviews {
    Objects.requireNonNull(client, "client is null");
    Objects.requireNonNull(namespace, "namespace is null");
  }

  /** The permissions that Serai needs and the client lacks. */
  List<RequiredPermission> missing() {
    return RequiredPermission.all().stream().filter(needed -> !allows(needed)).toList();
  }

  private boolean allows(RequiredPermission needed) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withGroup(needed.group())
            .withResource(needed.resource())
            .withSubresource(needed.subresource())
            .withVerb(needed.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return client.resource(question).create().getStatus().getAllowed();
  }
}
