package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Sets the defaults that the API server sets before it stores a pod. */
final class PodDefaulting {

  private static final Pattern QUANTITY =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");

  private PodDefaulting() {}

  static void fill(Pod pod) {
    if (pod.getSpec() == null) {
      pod.setSpec(new PodSpec());
    }
    PodSpec spec = pod.getSpec();
    unless(spec::getRestartPolicy, spec::setRestartPolicy, "Always");
    unless(spec::getDnsPolicy, spec::setDnsPolicy, "ClusterFirst");
    unless(spec::getSchedulerName, spec::setSchedulerName, "default-scheduler");
    unless(spec::getServiceAccountName, spec::setServiceAccountName, "default");
    unless(spec::getServiceAccount, spec::setServiceAccount, spec.getServiceAccountName());
    if (spec.getTerminationGracePeriodSeconds() == null) {
      spec.setTerminationGracePeriodSeconds(30L);
    }
    if (spec.getEnableServiceLinks() == null) {
      spec.setEnableServiceLinks(true);
    }
    spec.getContainers().forEach(PodDefaulting::fill);
    spec.getInitContainers().forEach(PodDefaulting::fill);
  }

  private static void fill(Container container) {
    unless(
        container::getTerminationMessagePath,
        container::setTerminationMessagePath,
        "/dev/termination-log");
    unless(container::getTerminationMessagePolicy, container::setTerminationMessagePolicy, "File");
    unless(
        container::getImagePullPolicy,
        container::setImagePullPolicy,
        latest(container.getImage()) ? "Always" : "IfNotPresent");
    container.getPorts().forEach(p -> unless(p::getProtocol, p::setProtocol, "TCP"));
    ResourceRequirements resources = container.getResources();
    if (resources != null && resources.getLimits() != null) {
      Map<String, Quantity> requests = new LinkedHashMap<>(resources.getLimits());
      if (resources.getRequests() != null) {
        requests.putAll(resources.getRequests());
      }
      resources.setRequests(requests);
    }
  }

  private static boolean latest(String image) {
    String name = image == null ? "" : image.substring(image.lastIndexOf('/') + 1);
    return name.endsWith(":latest") || (!name.contains(":") && !name.contains("@"));
  }

  private static void unless(Supplier<String> get, Consumer<String> set, String fallback) {
    String value = get.get();
    if (value == null || value.isEmpty()) {
      set.accept(fallback);
    }
  }

  /**
   * Quantities are refused while the API server still decodes the body, so with 400 and not 422.
   *
   * @throws ApiStatusException 400
   */
  static void checkQuantities(JsonNode pod) {
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : pod.path("spec").path(list)) {
        for (String kind : List.of("limits", "requests")) {
          for (JsonNode amount : container.path("resources").path(kind)) {
            if (!QUANTITY.matcher(amount.asText()).matches()) {
              throw ObjectCodec.cannotBeHandled(
                  "Pod",
                  "v1",
                  "quantities must match the regular expression"
                      + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
            }
          }
        }
      }
    }
  }
}
