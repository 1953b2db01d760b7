package dev.serai.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the clients read and write JSON: only what this program uses of it. */
final class ClusterJson {

  private ClusterJson() {}

  static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    // to look for every kind that fabric8 has a model of costs a start a third of a second
    KubernetesSerialization json = new KubernetesSerialization(mapper, false);
    // what a watch of pods tells, where the kind is known by the JSON alone
    json.registerKubernetesResource(Pod.class);
    json.registerKubernetesResource(Status.class);
    return json;
  }

  /**
   * Who has set which field is about as much as all the rest of a pod, in time to parse and in
   * memory of the cache. An update without it leaves it as it is.
   */
  @JsonIgnoreProperties("managedFields")
  private static final class WithoutManagedFields {}
}
