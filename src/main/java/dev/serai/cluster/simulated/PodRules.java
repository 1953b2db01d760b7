package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The API server's validation of a pod, as far as Serai's pods can violate it. */
final class PodRules {

  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> DNS_POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

  private PodRules() {}

  /**
   * @throws ApiStatusException 422
   */
  static void check(Pod pod) {
    FieldErrors errors = new FieldErrors();
    MetadataRules.check(pod.getMetadata(), errors);
    simulation(pod, errors);
    PodSpec spec = pod.getSpec();
    Set<String> volumes = volumes(spec, errors);
    if (spec.getContainers().isEmpty()) {
      errors.required("spec.containers", "");
    }
    Set<String> names = new HashSet<>();
    ContainerRules rules = new ContainerRules(errors, volumes, names);
    each("spec.containers", spec.getContainers(), rules);
    each("spec.initContainers", spec.getInitContainers(), rules);
    if (!RESTART_POLICIES.contains(spec.getRestartPolicy())) {
      errors.notSupported("spec.restartPolicy", spec.getRestartPolicy(), RESTART_POLICIES);
    }
    if (!DNS_POLICIES.contains(spec.getDnsPolicy())) {
      errors.notSupported("spec.dnsPolicy", spec.getDnsPolicy(), DNS_POLICIES);
    }
    Long deadline = spec.getActiveDeadlineSeconds();
    if (deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE)) {
      errors.invalid(
          "spec.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
    }
    if (spec.getTerminationGracePeriodSeconds() < 0) {
      errors.invalid(
          "spec.terminationGracePeriodSeconds",
          spec.getTerminationGracePeriodSeconds(),
          "must be greater than or equal to 0");
    }
    name("spec.nodeName", spec.getNodeName(), errors);
    name("spec.serviceAccountName", spec.getServiceAccountName(), errors);
    label("spec.hostname", spec.getHostname(), errors);
    label("spec.subdomain", spec.getSubdomain(), errors);
    nodeSelector(spec.getNodeSelector(), errors);
    errors.refuse(
        Resource.PODS, pod.getMetadata().getName() == null ? "" : pod.getMetadata().getName());
  }

  private static void each(String path, List<Container> containers, ContainerRules rules) {
    for (int i = 0; i < containers.size(); i++) {
      rules.check(path + "[" + i + "]", containers.get(i));
    }
  }

  private static void simulation(Pod pod, FieldErrors errors) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(SimulatedRun.ANNOTATION);
    if (text != null) {
      SimulatedRun.problem(text)
          .ifPresent(
              why ->
                  errors.invalid(
                      "metadata.annotations[" + SimulatedRun.ANNOTATION + "]", text, why));
    }
  }

  private static Set<String> volumes(PodSpec spec, FieldErrors errors) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.getVolumes().size(); i++) {
      String path = "spec.volumes[" + i + "].name";
      String name = spec.getVolumes().get(i).getName();
      if (name == null || name.isEmpty()) {
        errors.required(path, "");
      } else if (!names.add(name)) {
        errors.duplicate(path, name);
      } else {
        NameRules.labelProblems(name).forEach(p -> errors.invalid(path, name, p));
      }
    }
    return names;
  }

  private static void nodeSelector(Map<String, String> selector, FieldErrors errors) {
    if (selector == null) {
      return;
    }
    selector.forEach(
        (key, value) -> {
          NameRules.labelKeyProblems(key).forEach(p -> errors.invalid("spec.nodeSelector", key, p));
          NameRules.labelValueProblems(value)
              .forEach(p -> errors.invalid("spec.nodeSelector", value, p));
        });
  }

  private static void name(String path, String name, FieldErrors errors) {
    if (name != null && !name.isEmpty()) {
      NameRules.subdomainProblems(name).forEach(p -> errors.invalid(path, name, p));
    }
  }

  private static void label(String path, String name, FieldErrors errors) {
    if (name != null && !name.isEmpty()) {
      NameRules.labelProblems(name).forEach(p -> errors.invalid(path, name, p));
    }
  }
}
