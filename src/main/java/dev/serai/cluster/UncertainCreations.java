package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodMatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code uncertainCreations}: creations that were never answered. A pod that is found by its
 * name is the answer; one that is not found yet is recorded in a durable queue, and searched for
 * again when the creation can't arrive any more.
 */
public final class UncertainCreations {

  private static final String REQUEST_ID = ExchangeNames.REQUEST_ID;

  private final Clusters clusters;
  private final InstanceView view;
  private final Duration searchTimeout;

  /**
   * @param searchTimeout how long one search for the pod may take
   */
  public UncertainCreations(Clusters clusters, InstanceView view, Duration searchTimeout) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.view = Objects.requireNonNull(view, "view is null");
    this.searchTimeout = Objects.requireNonNull(searchTimeout, "searchTimeout is null");
  }

  /** The instance of the plan, or null when there is none now or no cluster answers. */
  public EnvInstance find(@Body InstancePlan plan) throws InterruptedException {
    List<CompletableFuture<Optional<Pod>>> looks =
        clusters.askAll(cluster -> findInCluster(cluster, plan.id()));
    CompletableFuture<Void> all =
        CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new));
    try {
      all.get(searchTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // what the other clusters have found still counts
    }
    return looks.stream()
        .filter(look -> look.isDone() && !look.isCompletedExceptionally())
        .flatMap(look -> look.join().stream())
        .filter(pod -> isOf(pod, plan))
        .findFirst()
        .map(view::of)
        .orElse(null);
  }

  private static Optional<Pod> findInCluster(Cluster cluster, String id) {
    ClusterClients clients = cluster.clients();
    try (ClientUse use = clients.use()) {
      Pod pod = use.calls().pods().inNamespace(clients.namespace()).withName(id).get();
      return Optional.ofNullable(ClusterPodWatch.tagged(pod, cluster));
    }
  }

  private static boolean isOf(Pod pod, InstancePlan plan) {
    return switch (PodMatch.of(pod, plan)) {
      case SAME_REQUEST, REPEAT -> true;
      case TERMINATING, COLLISION -> false;
    };
  }

  /** Makes the message that leads to the deletion of a late pod of this plan. */
  public void record(Exchange exchange) {
    InstancePlan plan = exchange.getProperty(ExchangeNames.PLAN, InstancePlan.class);
    Message message = exchange.getMessage();
    message.setBody(plan.id());
    message.setHeaders(
        new HashMap<>(Map.of(PodLookup.ID, plan.id(), REQUEST_ID, plan.attemptId())));
  }

  /**
   * Finds the unknown pod in the cluster that the exchange names; sets the pod's uid when it
   * exists.
   */
  public void findInCluster(Exchange exchange) {
    Message message = exchange.getMessage();
    String id = message.getHeader(PodLookup.ID, String.class);
    String request = message.getHeader(REQUEST_ID, String.class);
    message.removeHeader(PodLookup.UID);
    try {
      findInCluster(clusters.of(exchange), id)
          .filter(found -> isOf(found, request))
          .ifPresent(pod -> message.setHeader(PodLookup.UID, pod.getMetadata().getUid()));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.translate(e, "get pod " + id);
    }
  }

  private static boolean isOf(Pod pod, String request) {
    return Objects.equals(request, pod.getMetadata().getAnnotations().get(PodContract.REQUEST_ID));
  }
}
