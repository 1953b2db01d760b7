package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Arrays;
import java.util.Optional;

/** The resources that the simulated API stores. */
enum Resource {
  PODS("", "v1", "Pod", "pods", Pod.class, 8_192),
  EVENTS("", "v1", "Event", "events", Event.class, 1_024),
  LEASES("coordination.k8s.io", "v1", "Lease", "leases", Lease.class, 1_024);

  final String group;
  final String version;
  final String kind;
  final String plural;
  final Class<? extends HasMetadata> type;

  /** How many changes a watch may be behind before it has to list again. */
  final int history;

  Resource(
      String group,
      String version,
      String kind,
      String plural,
      Class<? extends HasMetadata> type,
      int history) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.type = type;
    this.history = history;
  }

  static Optional<Resource> of(String group, String version, String plural) {
    return Arrays.stream(values())
        .filter(r -> r.group.equals(group) && r.version.equals(version) && r.plural.equals(plural))
        .findFirst();
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As messages name it: {@code pods}, {@code leases.coordination.k8s.io}. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  String qualifiedKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
