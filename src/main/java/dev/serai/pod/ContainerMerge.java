package dev.serai.pod;

import dev.serai.environment.Env;
import dev.serai.environment.Port;
import dev.serai.environment.Resources;
import dev.serai.environment.ResourcesRule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Puts what an environment and a request say into one container of a template. */
final class ContainerMerge {

  // where Kubernetes would take a dollar sign for its own: before "(" and before another one
  private static final Pattern DOLLARS = Pattern.compile("\\$+(?=\\()|\\${2,}");

  private final Container container;

  ContainerMerge(Container container) {
    this.container = container;
  }

  void main(InstancePlan plan) {
    Env.MainContainer own = plan.env().main();
    container.setImage(own.image());
    if (!own.command().isEmpty()) {
      container.setCommand(own.command());
    }
    if (!own.arguments().isEmpty()) {
      container.setArgs(own.arguments());
    }
    if (!plan.request().arguments().isEmpty()) {
      container.setArgs(
          plan.request().arguments().stream().map(ContainerMerge::literally).toList());
    }
    variables(plan);
    ports(own.ports());
    resources(own.resources());
    resources(ResourcesRule.of(plan.request()));
  }

  /** The second container gets the same variables: it prepares data for the first. */
  void second(String image, InstancePlan plan) {
    container.setImage(image);
    if (!plan.env().second().command().isEmpty()) {
      container.setCommand(plan.env().second().command());
    }
    variables(plan);
  }

  /** The template's variables keep their order; added ones follow, sorted by name. */
  private void variables(InstancePlan plan) {
    Map<String, EnvVar> byName = new LinkedHashMap<>();
    container.getEnv().forEach(variable -> byName.put(variable.getName(), variable));
    Map<String, String> added = new TreeMap<>(plan.env().main().environmentVariables());
    plan.request()
        .environmentVariables()
        .forEach((name, value) -> added.put(name, literally(value)));
    plan.batchAttempt()
        .map(BatchAttempt::variables)
        .ifPresent(own -> own.forEach((name, value) -> added.put(name, literally(value))));
    added.forEach(
        (name, value) ->
            byName.put(name, new EnvVarBuilder().withName(name).withValue(value).build()));
    container.setEnv(new ArrayList<>(byName.values()));
  }

  private void ports(List<Port> ports) {
    Map<String, ContainerPort> byNumber = new LinkedHashMap<>();
    container
        .getPorts()
        .forEach(port -> byNumber.put(key(port.getContainerPort(), port.getProtocol()), port));
    for (Port port : ports) {
      byNumber.put(
          key(port.number(), port.protocol()),
          new ContainerPortBuilder()
              .withName(port.name().isEmpty() ? null : port.name())
              .withContainerPort(port.number())
              .withProtocol(port.protocol())
              .build());
    }
    container.setPorts(new ArrayList<>(byNumber.values()));
  }

  private static String key(int number, String protocol) {
    return number + "/" + (protocol == null ? "TCP" : protocol);
  }

  /**
   * Requested and limited alike: an instance gets what its environment says, no less when its node
   * is full and no more when it is empty, so that runs can be compared.
   */
  private void resources(Resources resources) {
    ResourceRequirements there = container.getResources();
    ResourceRequirements merged = there == null ? new ResourceRequirements() : there;
    Map<String, Quantity> own = new HashMap<>();
    if (!resources.cpu().isEmpty()) {
      own.put("cpu", new Quantity(resources.cpu()));
    }
    if (!resources.memory().isEmpty()) {
      own.put("memory", new Quantity(resources.memory()));
    }
    merged.setRequests(with(merged.getRequests(), own));
    merged.setLimits(with(merged.getLimits(), own));
    container.setResources(merged);
  }

  private static Map<String, Quantity> with(
      Map<String, Quantity> quantities, Map<String, Quantity> added) {
    Map<String, Quantity> all = new HashMap<>(quantities == null ? Map.of() : quantities);
    all.putAll(added);
    return all;
  }

  /**
   * A request's text such that the container gets it unaltered: Kubernetes replaces {@code $(NAME)}
   * and turns {@code $$} into {@code $}. In the text of an environment's own file they keep that
   * meaning.
   */
  static String literally(String text) {
    return DOLLARS.matcher(text).replaceAll(match -> match.group().replace("$", "\\$\\$"));
  }
}
