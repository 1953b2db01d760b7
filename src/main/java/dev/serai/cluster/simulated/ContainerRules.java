package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The API server's validation of a container. */
final class ContainerRules {

  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

  private final FieldErrors errors;
  private final Set<String> volumes;
  private final Set<String> names;

  /**
   * @param names those taken already; containers and init containers share them
   */
  ContainerRules(FieldErrors errors, Set<String> volumes, Set<String> names) {
    this.errors = errors;
    this.volumes = volumes;
    this.names = names;
  }

  void check(String path, Container container) {
    String name = container.getName();
    if (name == null || name.isEmpty()) {
      errors.required(path + ".name", "");
    } else {
      NameRules.labelProblems(name).forEach(p -> errors.invalid(path + ".name", name, p));
      if (!names.add(name)) {
        errors.duplicate(path + ".name", name);
      }
    }
    String image = container.getImage();
    if (image == null || image.isEmpty()) {
      errors.required(path + ".image", "");
    } else if (!image.equals(image.strip())) {
      errors.invalid(path + ".image", image, "must not have leading or trailing whitespace");
    }
    if (!PULL_POLICIES.contains(container.getImagePullPolicy())) {
      errors.notSupported(path + ".imagePullPolicy", container.getImagePullPolicy(), PULL_POLICIES);
    }
    variables(path + ".env", container.getEnv());
    ports(path + ".ports", container.getPorts());
    mounts(path + ".volumeMounts", container.getVolumeMounts());
    if (container.getResources() != null) {
      resources(
          path + ".resources",
          Objects.requireNonNullElse(container.getResources().getLimits(), Map.of()),
          Objects.requireNonNullElse(container.getResources().getRequests(), Map.of()));
    }
  }

  private void variables(String path, List<EnvVar> variables) {
    for (int i = 0; i < variables.size(); i++) {
      EnvVar variable = variables.get(i);
      String name = variable.getName();
      String where = path + "[" + i + "]";
      if (name == null || name.isEmpty()) {
        errors.required(where + ".name", "");
      } else {
        NameRules.variableProblems(name).forEach(p -> errors.invalid(where + ".name", name, p));
      }
      boolean value = variable.getValue() != null && !variable.getValue().isEmpty();
      if (value && variable.getValueFrom() != null) {
        errors.invalid(where + ".valueFrom", "", "may not be specified when `value` is not empty");
      }
    }
  }

  private void ports(String path, List<ContainerPort> ports) {
    Set<String> portNames = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ContainerPort port = ports.get(i);
      String where = path + "[" + i + "]";
      String name = port.getName();
      if (name != null && !name.isEmpty()) {
        List<String> problems = NameRules.portNameProblems(name);
        problems.forEach(p -> errors.invalid(where + ".name", name, p));
        if (problems.isEmpty() && !portNames.add(name)) {
          errors.duplicate(where + ".name", name);
        }
      }
      Integer number = port.getContainerPort();
      if (number == null || number == 0) {
        errors.required(where + ".containerPort", "");
      } else {
        range(where + ".containerPort", number);
      }
      if (port.getHostPort() != null && port.getHostPort() != 0) {
        range(where + ".hostPort", port.getHostPort());
      }
      if (!PROTOCOLS.contains(port.getProtocol())) {
        errors.notSupported(where + ".protocol", port.getProtocol(), PROTOCOLS);
      }
    }
  }

  private void range(String path, int number) {
    if (number < 1 || number > 65_535) {
      errors.invalid(path, number, "must be between 1 and 65535, inclusive");
    }
  }

  private void mounts(String path, List<VolumeMount> mounts) {
    for (int i = 0; i < mounts.size(); i++) {
      VolumeMount mount = mounts.get(i);
      String where = path + "[" + i + "]";
      if (mount.getName() == null || mount.getName().isEmpty()) {
        errors.required(where + ".name", "");
      } else if (!volumes.contains(mount.getName())) {
        errors.notFound(where + ".name", mount.getName());
      }
      if (mount.getMountPath() == null || mount.getMountPath().isEmpty()) {
        errors.required(where + ".mountPath", "");
      }
    }
  }

  private void resources(
      String path, Map<String, Quantity> limits, Map<String, Quantity> requests) {
    amounts(path + ".limits", limits);
    amounts(path + ".requests", requests);
    requests.forEach(
        (resource, amount) -> {
          Quantity limit = limits.get(resource);
          if (limit != null && amount(amount).compareTo(amount(limit)) > 0) {
            errors.invalid(
                path + ".requests",
                amount.toString(),
                "must be less than or equal to " + resource + " limit");
          }
        });
  }

  private void amounts(String path, Map<String, Quantity> amounts) {
    amounts.forEach(
        (resource, amount) -> {
          String where = path + "[" + resource + "]";
          if (!STANDARD.contains(resource)
              && !resource.startsWith("hugepages-")
              && !resource.contains("/")) {
            errors.invalid(path, resource, "must be a standard resource for containers");
          }
          if (amount(amount).signum() < 0) {
            errors.invalid(where, amount.toString(), "must be greater than or equal to 0");
          }
        });
  }

  private static BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }
}
