package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodMatch;
import dev.serai.pod.PodPlanner;
import dev.serai.pod.PodTemplates;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.component.kubernetes.KubernetesOperations;

/** Bean {@code podFactory}: the steps between a plan and its pod. */
public final class PodFactory {

  private final PodTemplates templates;
  private final Map<String, PodPlanner> planners;
  private final Clusters clusters;
  private final InstanceView view;
  private final PodCache cache;

  /**
   * @param planners by the clusters' names
   */
  public PodFactory(
      PodTemplates templates,
      Map<String, PodPlanner> planners,
      Clusters clusters,
      InstanceView view,
      PodCache cache) {
    this.templates = Objects.requireNonNull(templates, "templates is null");
    this.planners = Map.copyOf(planners);
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.view = Objects.requireNonNull(view, "view is null");
    this.cache = Objects.requireNonNull(cache, "cache is null");
  }

  /** From the plan to the headers of {@code kubernetes-pods}, for the cluster that is to run it. */
  public void prepare(
      @ExchangeProperty(ExchangeNames.PLAN) InstancePlan plan,
      @ExchangeProperty(ExchangeNames.UNCERTAIN_CLUSTERS) Set<String> uncertainClusters,
      Exchange exchange) {
    String cluster = clusters.of(exchange).name();
    Pod pod = planners.get(cluster).toPod(plan, templates.require(plan.env()));
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String passedOver = passedOver(uncertainClusters, cluster);
    if (!passedOver.isEmpty()) {
      annotations.put(PodContract.PASSED_OVER, passedOver);
    }
    Message message = exchange.getMessage();
    message.setHeader(
        KubernetesConstants.KUBERNETES_OPERATION, KubernetesOperations.CREATE_POD_OPERATION);
    message.setHeader(KubernetesConstants.KUBERNETES_POD_NAME, plan.id());
    message.setHeader(KubernetesConstants.KUBERNETES_PODS_LABELS, pod.getMetadata().getLabels());
    message.setHeader(SeraiPodsProducer.ANNOTATIONS, annotations);
    message.setHeader(KubernetesConstants.KUBERNETES_POD_SPEC, pod.getSpec());
  }

  private static String passedOver(Set<String> uncertainClusters, String cluster) {
    return uncertainClusters == null
        ? ""
        : uncertainClusters.stream()
            .filter(name -> !name.equals(cluster))
            .collect(Collectors.joining(","));
  }

  /**
   * The instance that an earlier request of the same key has made, as far as the cache knows it, or
   * null. The name is what guarantees that there is only one; this saves the work of asking for it.
   * An attempt of a batch is always asked for: its pod may have been deleted a moment ago.
   *
   * @throws dev.serai.instance.RequestRejectedException 409 when another request has made it
   */
  public EnvInstance known(@ExchangeProperty(ExchangeNames.PLAN) InstancePlan plan) {
    return plan.batchAttempt().isPresent()
        ? null
        : cache.find(plan.id()).map(pod -> view.of(compare(pod, plan))).orElse(null);
  }

  /**
   * The instance that was created, or that had its name already: made by an earlier try of this
   * very plan, or by the same request before.
   *
   * @throws dev.serai.instance.RequestRejectedException 409 when another request has made it
   * @throws ClusterUnavailableException when it is terminating, and the name will be free in a
   *     moment
   */
  public EnvInstance instance(
      @Body Pod pod,
      @ExchangeProperty(ExchangeNames.PLAN) InstancePlan plan,
      @Header(SeraiPodsProducer.EXISTED) Boolean existed) {
    return view.of(Boolean.TRUE.equals(existed) ? compare(pod, plan) : pod);
  }

  private Pod compare(Pod existing, InstancePlan plan) {
    // a terminating pod of a batch still counts as the attempt's: the attempt must not run a second
    // time
    boolean terminating =
        plan.batchAttempt().isEmpty() && existing != null && cache.isBeingDeleted(existing);
    if (existing == null || terminating || cache.isSuperfluous(existing)) {
      throw stillTerminating(plan);
    }
    return switch (PodMatch.of(existing, plan)) {
      case SAME_REQUEST, REPEAT -> existing;
      case TERMINATING -> throw stillTerminating(plan);
      case COLLISION ->
          throw new IllegalStateException("the random name " + plan.id() + " was taken already");
    };
  }

  private static ClusterUnavailableException stillTerminating(InstancePlan plan) {
    return ClusterUnavailableException.notExecuted(
        "the earlier instance " + plan.id() + " of this key is still being deleted", null);
  }
}
