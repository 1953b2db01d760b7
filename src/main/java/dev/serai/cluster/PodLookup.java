package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.component.kubernetes.KubernetesOperations;

/** Bean {@code podLookup}: finds the pod of an instance, and prepares what is done to it. */
public final class PodLookup {

  /** Header: the id of the instance. */
  public static final String ID = ExchangeNames.INSTANCE_ID;

  /** Header: the uid that the pod must have; absent for any pod of that id. */
  public static final String UID = ExchangeNames.INSTANCE_UID;

  // a DNS label (RFC 1123): any other text names no pod, and must not get into a path
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final PodCache cache;
  private final InstanceView view;

  public PodLookup(PodCache cache, InstanceView view) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.view = Objects.requireNonNull(view, "view is null");
  }

  /** The instance as the cache knows it, or null. */
  public EnvInstance cached(@Header(ID) String id) {
    return view.find(id).orElse(null);
  }

  /** Names the cluster that the instance is in, as far as the cache knows it. */
  public void whereKnown(@Header(ID) String id, Exchange exchange) {
    exchange.getMessage().removeHeader(Clusters.HEADER);
    view.find(id)
        .ifPresent(known -> exchange.getMessage().setHeader(Clusters.HEADER, known.cluster()));
  }

  /** Prepares the call that reads the pod; removes the name if it is not valid. */
  public void prepareGet(@Header(ID) String id, Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(null);
    message.setHeader(
        KubernetesConstants.KUBERNETES_OPERATION, KubernetesOperations.GET_POD_OPERATION);
    if (isName(id)) {
      message.setHeader(KubernetesConstants.KUBERNETES_POD_NAME, id);
    } else {
      message.removeHeader(KubernetesConstants.KUBERNETES_POD_NAME);
    }
  }

  static boolean isName(String id) {
    return NAME.matcher(id).matches();
  }

  /** The instance of the pod that was read, or null if Serai does not manage that pod. */
  public EnvInstance managed(@Body Pod pod) {
    boolean managed =
        pod != null
            && pod.getMetadata().getLabels() != null
            && PodContract.MANAGED_BY_VALUE.equals(
                pod.getMetadata().getLabels().get(PodContract.MANAGED_BY));
    return managed ? view.of(pod) : null;
  }

  /**
   * @throws RequestRejectedException 404 when there is none
   */
  public EnvInstance found(@Body EnvInstance instance, @Header(ID) String id) {
    if (instance == null) {
      throw RequestRejectedException.notFound("instance", id);
    }
    return instance;
  }

  /**
   * Sets the uid of the instance that was found, so that a later one of the same name is not
   * deleted instead.
   */
  public void identify(@Body EnvInstance instance, Exchange exchange) {
    if (instance != null) {
      exchange.getMessage().setHeader(UID, instance.uid());
      exchange.getMessage().setHeader(Clusters.HEADER, instance.cluster());
    }
  }

  public void prepareDeletion(@Header(ID) String id, @Header(UID) String uid, Exchange exchange) {
    Message message = exchange.getMessage();
    message.setHeader(
        KubernetesConstants.KUBERNETES_OPERATION, KubernetesOperations.DELETE_POD_OPERATION);
    message.setHeader(KubernetesConstants.KUBERNETES_POD_NAME, id);
    message.setHeader(SeraiPodsProducer.UID, uid);
  }

  public void deletionRequested(@Header(ID) String id, @Header(UID) String uid) {
    cache.deletionRequested(id, uid);
  }

  public void preparePatch(@Header(ID) String id, Exchange exchange) {
    Message message = exchange.getMessage();
    message.setHeader(KubernetesConstants.KUBERNETES_OPERATION, SeraiPodsProducer.PATCH);
    message.setHeader(KubernetesConstants.KUBERNETES_POD_NAME, id);
  }
}
