package dev.serai.cluster;

import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.kubernetes.AbstractKubernetesEndpoint;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.component.kubernetes.KubernetesHelper;
import org.apache.camel.component.kubernetes.pods.KubernetesPodsProducer;

/** The producer of {@link SeraiPodsComponent}. */
public final class SeraiPodsProducer extends KubernetesPodsProducer {

  /**
   * Header: the annotations of the pod to create, {@code Map<String, String>}; as Camel's
   * CamelKubernetesPodsLabels.
   */
  public static final String ANNOTATIONS = "CamelKubernetesPodsAnnotations";

  /**
   * Header: the uid that the pod to delete must have; a later pod of the same name is left alone.
   */
  public static final String UID = "CamelKubernetesPodUid";

  /**
   * Header of the answer to a creation: true when there was a pod of that name already. The body is
   * that pod then, or null when it has vanished since.
   */
  public static final String EXISTED = "CamelKubernetesPodExisted";

  /** An operation beside Camel's: a JSON merge patch of one pod. */
  public static final String PATCH = "patchPod";

  private final Cluster cluster;

  SeraiPodsProducer(AbstractKubernetesEndpoint endpoint, Cluster cluster) {
    super(endpoint);
    this.cluster = cluster;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    ClusterClients clients = cluster.clients();
    Optional<String> missing = clients.missing();
    if (missing.isPresent()) {
      throw ClusterUnavailableException.notExecuted(missing.get(), null);
    }
    boolean here = message.getHeader(KubernetesConstants.KUBERNETES_NAMESPACE_NAME) == null;
    if (here) {
      message.setHeader(KubernetesConstants.KUBERNETES_NAMESPACE_NAME, clients.namespace());
    }
    try {
      callWithValidCredentials(exchange, clients);
    } finally {
      if (here) {
        // the next cluster that is tried has another namespace
        exchange.getMessage().removeHeader(KubernetesConstants.KUBERNETES_NAMESPACE_NAME);
      }
    }
  }

  private void callWithValidCredentials(Exchange exchange, ClusterClients clients)
      throws Exception {
    KubernetesClient used;
    try (ClientUse use = clients.use()) {
      used = use.calls();
      if (isAccepted(exchange)) {
        return;
      }
    }
    clients.renew(used);
    try (ClientUse use = clients.use()) {
      if (use.calls() == used || !isAccepted(exchange)) {
        throw RequestRejectedException.badCredentials(
            "the cluster rejects the credentials of " + clients.source() + "; renew them there",
            null);
      }
    }
  }

  /** Makes the call, and records whether the credentials were accepted. */
  private boolean isAccepted(Exchange exchange) throws Exception {
    try {
      call(exchange);
      return true;
    } catch (CredentialsRejectedException e) {
      return false;
    }
  }

  private void call(Exchange exchange) throws Exception {
    try {
      if (PATCH.equals(operation(exchange))) {
        doPatchPod(exchange);
      } else {
        super.process(exchange);
      }
      if (exchange.getMessage().getBody() instanceof Pod pod) {
        ClusterPodWatch.tagged(pod, cluster);
      }
    } catch (KubernetesClientException e) {
      throw ClusterErrors.translate(e, doing(exchange));
    }
  }

  private String doing(Exchange exchange) {
    String verb = operation(exchange).replaceAll("Pod.*", "");
    return verb
        + " pod "
        + exchange
            .getMessage()
            .getHeader(KubernetesConstants.KUBERNETES_POD_NAME, "", String.class);
  }

  private String operation(Exchange exchange) {
    return KubernetesHelper.extractOperation(getEndpoint(), exchange);
  }

  @Override
  protected void doCreatePod(Exchange exchange) {
    Message message = exchange.getMessage();
    // not by a builder, which copies the whole spec twice
    Pod pod = new Pod();
    pod.setMetadata(new ObjectMeta());
    pod.getMetadata()
        .setName(required(message, KubernetesConstants.KUBERNETES_POD_NAME, String.class));
    pod.getMetadata().setLabels(map(message, KubernetesConstants.KUBERNETES_PODS_LABELS));
    pod.getMetadata().setAnnotations(map(message, ANNOTATIONS));
    pod.setSpec(required(message, KubernetesConstants.KUBERNETES_POD_SPEC, PodSpec.class));
    PodResource resource =
        getEndpoint().getKubernetesClient().pods().inNamespace(namespace(message)).resource(pod);
    message.removeHeader(EXISTED);
    Pod found = null;
    try {
      found = resource.create();
    } catch (KubernetesClientException e) {
      if (!ClusterErrors.isAlreadyExists(e)) {
        throw e;
      }
      message.setHeader(EXISTED, true);
      found = resource.get();
    }
    KubernetesHelper.prepareOutboundMessage(exchange, found);
  }

  @Override
  protected void doDeletePod(Exchange exchange) {
    Message message = exchange.getMessage();
    String name = required(message, KubernetesConstants.KUBERNETES_POD_NAME, String.class);
    KubernetesClient client = getEndpoint().getKubernetesClient();
    String uid = message.getHeader(UID, String.class);
    boolean deleted =
        uid == null
            ? !client.pods().inNamespace(namespace(message)).withName(name).delete().isEmpty()
            : deleteThisOne(client, namespace(message), name, uid);
    KubernetesHelper.prepareOutboundMessage(exchange, deleted);
  }

  /** Deletes the pod of this uid; false when it is gone, or another has taken its name. */
  private static boolean deleteThisOne(
      KubernetesClient client, String namespace, String name, String uid) {
    DeleteOptions options = new DeleteOptions();
    options.setPreconditions(new Preconditions(null, uid));
    try {
      // the fluent client knows no precondition on the uid
      client.raw(path(namespace, name), "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404 || e.getCode() == 409) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Applies the body, a JSON merge patch (RFC 7396), to the pod that the headers name. The new body
   * is the pod as it is then, or null when it is gone.
   */
  private void doPatchPod(Exchange exchange) {
    Message message = exchange.getMessage();
    PodResource pod =
        getEndpoint()
            .getKubernetesClient()
            .pods()
            .inNamespace(namespace(message))
            .withName(required(message, KubernetesConstants.KUBERNETES_POD_NAME, String.class));
    Pod patched;
    try {
      patched =
          pod.patch(PatchContext.of(PatchType.JSON_MERGE), message.getMandatoryBody(String.class));
    } catch (InvalidPayloadException e) {
      throw new IllegalArgumentException("the body is not a JSON merge patch", e);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
      patched = null;
    }
    KubernetesHelper.prepareOutboundMessage(exchange, patched);
  }

  private static String path(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  private static String namespace(Message message) {
    return required(message, KubernetesConstants.KUBERNETES_NAMESPACE_NAME, String.class);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> map(Message message, String header) {
    return message.getHeader(header, Map.of(), Map.class);
  }

  private static <T> T required(Message message, String header, Class<T> type) {
    T value = message.getHeader(header, type);
    if (value == null) {
      throw new IllegalArgumentException("the header " + header + " is missing");
    }
    return value;
  }
}
