package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.pod.StatusExplainer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Bean {@code podEvents}: the cluster's events about an instance's pod (scheduling, pulling,
 * starting, killing).
 */
public final class PodEvents {

  private final Clusters clusters;
  private final StatusExplainer words;

  /**
   * @param words for events that only some kinds of clusters have
   */
  public PodEvents(Clusters clusters, StatusExplainer words) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.words = Objects.requireNonNull(words, "words is null");
  }

  /**
   * Attaches the events, oldest first, to the exchange of this instance; the body stays. While its
   * cluster is unreachable there are none: the cached instance can be shown, events can't.
   */
  public EnvInstance attach(@Body EnvInstance instance, Exchange exchange) {
    if (!clusters.require(instance.cluster()).isLost()) {
      exchange.setProperty(ExchangeNames.EVENTS, of(instance));
    }
    return instance;
  }

  private List<Map<String, Object>> of(EnvInstance instance) {
    return of(instance.cluster(), instance.id(), instance.uid()).stream().map(this::row).toList();
  }

  /**
   * The events of a pod, oldest first.
   *
   * @param cluster the name of the one that it is in
   */
  List<Event> of(String cluster, String name, String uid) {
    ClusterClients clients = clusters.require(cluster).clients();
    try (ClientUse use = clients.use()) {
      return use
          .calls()
          .v1()
          .events()
          .inNamespace(clients.namespace())
          .withField("involvedObject.name", name)
          .list()
          .getItems()
          .stream()
          .filter(event -> uid.equals(event.getInvolvedObject().getUid()))
          .sorted(Comparator.comparing(PodEvents::time))
          .toList();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.translate(e, "list events of pod " + name);
    }
  }

  private Map<String, Object> row(Event event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("time", time(event));
    row.put("type", event.getType());
    row.put("reason", event.getReason());
    row.put("message", event.getMessage());
    words
        .problemOf(text(event.getReason()), text(event.getMessage()))
        .ifPresent(problem -> row.put("explanation", problem.message()));
    row.put("count", event.getCount() == null ? 1 : event.getCount());
    return row;
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** RFC 3339; where the cluster fills which of the times depends on who wrote the event. */
  private static String time(Event event) {
    return Stream.of(
            event.getLastTimestamp(),
            event.getEventTime() == null ? null : event.getEventTime().getTime(),
            event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }
}
