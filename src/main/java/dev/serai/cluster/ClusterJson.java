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
    // else the first watch event loads the classes of every kind that fabric8 has a model of
    KubernetesSerialization json = new KubernetesSerialization(mapper, false);
    // what a watch of pods tells, where the kind is known by the JSON alone
    json.registerKubernetesResource(Pod.class);
    json.registerKubernetesResource(Status.class);
    return json;
  }

  /**
   * Who has set which field is a third of a pod's JSON, and nothing here reads it. An update
   * without it leaves it as it is.
   */
  @JsonIgnoreProperties("managedFields")
  private static final class WithoutManagedFields {}
}
