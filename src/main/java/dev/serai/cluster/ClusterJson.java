package dev.serai.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the clients read and write JSON: only the fields that this program uses. */
final class ClusterJson {

  private ClusterJson() {}

  /**
   * For calls: pods are written completely. The large parts of the answer's spec are not read,
   * since this program has sent them; so the variables of instances, which may be secrets, are not
   * kept in memory.
   */
  static KubernetesSerialization ofCalls() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.addMixIn(PodSpec.class, WrittenOnly.class);
    return serialization(mapper);
  }

  /** For watches, which only read: of a pod's spec only the fields that its status depends on. */
  static KubernetesSerialization ofWatches() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.addMixIn(PodSpec.class, OnlyWhatIsRead.class);
    mapper.addMixIn(WatchEvent.class, ReadAsItComes.class);
    return serialization(mapper);
  }

  private static KubernetesSerialization serialization(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    // else the first watch event loads fabric8's model classes of every kind
    KubernetesSerialization json = new KubernetesSerialization(mapper, false);
    // what an answer may be, where the kind is known by the JSON alone
    json.registerKubernetesResource(Pod.class);
    json.registerKubernetesResource(Status.class);
    return json;
  }

  /**
   * The managed fields are a third of a pod's JSON, and nothing here reads them. An update without
   * them leaves them as they are.
   */
  @JsonIgnoreProperties("managedFields")
  private static final class WithoutManagedFields {}

  @JsonIgnoreProperties(
      value = {
        "affinity",
        "containers",
        "ephemeralContainers",
        "initContainers",
        "securityContext",
        "tolerations",
        "volumes"
      },
      allowGetters = true)
  private static final class WrittenOnly {}

  @JsonIncludeProperties({"nodeName", "restartPolicy", "activeDeadlineSeconds"})
  private static final class OnlyWhatIsRead {}

  interface ReadAsItComes {

    @JsonDeserialize(using = WatchedObject.class)
    void setObject(Object object);
  }
}
