package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.PodContract;
import dev.serai.pod.Sameness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code settling}: creations whose answer never came. What is found by its name is the
 * answer; what is not found yet is noted in a durable queue, and looked for again when it can't
 * come any more.
 */
public final class UnsettledCreations {

  private static final String REQUEST_ID = "SeraiRequestId";

  private final ClusterClients clients;
  private final InstanceView view;
  private final Duration lookFor;

  /**
   * @param lookFor how long one look for the pod may take
   */
  public UnsettledCreations(ClusterClients clients, InstanceView view, Duration lookFor) {
    this.clients = Objects.requireNonNull(clients, "clients is null");
    this.view = Objects.requireNonNull(view, "view is null");
    this.lookFor = Objects.requireNonNull(lookFor, "lookFor is null");
  }

  /** The instance of the plan, or null when there is none now or nobody can tell. */
  public EnvInstance find(@Body InstancePlan plan) throws InterruptedException {
    KubernetesClient client = clients.calls();
    CompletableFuture<Pod> look =
        CompletableFuture.supplyAsync(
            () -> client.pods().inNamespace(clients.namespace()).withName(plan.id()).get());
    try {
      Pod pod = look.get(lookFor.toMillis(), TimeUnit.MILLISECONDS);
      if (pod == null) {
        return null;
      }
      return switch (Sameness.of(pod, plan)) {
        case OURS, REPEAT -> view.of(pod);
        case GOING, COLLISION -> null;
      };
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  /** Makes the message that has a late pod of this plan deleted. */
  public void note(Exchange exchange) {
    InstancePlan plan = exchange.getProperty("SeraiPlan", InstancePlan.class);
    Message message = exchange.getMessage();
    message.setBody(plan.id());
    message.setHeaders(
        new HashMap<>(Map.of(PodLookup.ID, plan.id(), REQUEST_ID, plan.attemptId())));
  }

  /** Finds the pod that nobody knows of; sets its uid when it is there. */
  public void look(Exchange exchange) {
    Message message = exchange.getMessage();
    String id = message.getHeader(PodLookup.ID, String.class);
    Pod pod;
    try {
      pod = clients.calls().pods().inNamespace(clients.namespace()).withName(id).get();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.translate(e, "get pod " + id);
    }
    message.removeHeader(PodLookup.UID);
    if (pod != null
        && Objects.equals(
            message.getHeader(REQUEST_ID, String.class),
            pod.getMetadata().getAnnotations().get(PodContract.REQUEST_ID))) {
      message.setHeader(PodLookup.UID, pod.getMetadata().getUid());
    }
  }
}
