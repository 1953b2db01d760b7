package dev.serai.pod;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The defaults of a pod, which are closed and bounded. A field that the template sets stays as it
 * is.
 */
final class PodDefaults {

  private static final long TERMINATION_GRACE_SECONDS = 5;

  /**
   * The capabilities that root inside a container needs to install packages and to switch to other
   * users; no more.
   */
  private static final List<String> CAPABILITIES =
      List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID");

  private static final Map<String, Quantity> LIMITS =
      Map.of(
          "cpu", new Quantity("1"),
          "memory", new Quantity("512Mi"),
          "ephemeral-storage", new Quantity("2Gi"));

  private static final Map<String, Quantity> REQUESTS =
      Map.of("ephemeral-storage", new Quantity("64Mi"));

  private PodDefaults() {}

  static void apply(PodSpec spec) {
    if (spec.getAutomountServiceAccountToken() == null) {
      spec.setAutomountServiceAccountToken(false);
    }
    if (spec.getEnableServiceLinks() == null) {
      spec.setEnableServiceLinks(false);
    }
    if (spec.getRestartPolicy() == null) {
      spec.setRestartPolicy("Never");
    }
    if (spec.getTerminationGracePeriodSeconds() == null) {
      spec.setTerminationGracePeriodSeconds(TERMINATION_GRACE_SECONDS);
    }
    if (spec.getSecurityContext() == null) {
      spec.setSecurityContext(new PodSecurityContext());
    }
    if (spec.getSecurityContext().getSeccompProfile() == null) {
      spec.getSecurityContext()
          .setSeccompProfile(new SeccompProfileBuilder().withType("RuntimeDefault").build());
    }
    Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
        .forEach(PodDefaults::apply);
  }

  private static void apply(Container container) {
    SecurityContext security = container.getSecurityContext();
    if (security == null) {
      security = new SecurityContext();
      container.setSecurityContext(security);
    }
    // the API server refuses "privileged" together with "no escalation"
    if (security.getAllowPrivilegeEscalation() == null
        && !Boolean.TRUE.equals(security.getPrivileged())) {
      security.setAllowPrivilegeEscalation(false);
    }
    if (security.getCapabilities() == null) {
      security.setCapabilities(capabilities());
    }
    ResourceRequirements resources = container.getResources();
    if (resources == null) {
      resources = new ResourceRequirements();
      container.setResources(resources);
    }
    Map<String, Quantity> requests = copy(resources.getRequests());
    Map<String, Quantity> limits = copy(resources.getLimits());
    LIMITS.forEach(
        (name, limit) -> {
          if (!limits.containsKey(name)) {
            // a template that requests more than the default limit is taken at its word
            Quantity requested = requests.get(name);
            limits.put(
                name,
                requested != null
                        && requested.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0
                    ? requested
                    : limit);
            REQUESTS.forEach(requests::putIfAbsent);
          }
        });
    resources.setRequests(requests);
    resources.setLimits(limits);
  }

  private static Capabilities capabilities() {
    return new CapabilitiesBuilder().withDrop("ALL").withAdd(CAPABILITIES).build();
  }

  private static Map<String, Quantity> copy(Map<String, Quantity> quantities) {
    return quantities == null ? new HashMap<>() : new HashMap<>(quantities);
  }
}
