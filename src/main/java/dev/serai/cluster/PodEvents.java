package dev.serai.cluster;

import dev.serai.instance.EnvInstance;
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
 * Bean {@code podEvents}: what the cluster tells of an instance's pod (scheduling, pulling,
 * starting, killing).
 */
public final class PodEvents {

  private final ClusterClients clients;

  public PodEvents(ClusterClients clients) {
    this.clients = Objects.requireNonNull(clients, "clients is null");
  }

  /** Attaches the events, oldest first, to the exchange of this instance; the body stays. */
  public EnvInstance attach(@Body EnvInstance instance, Exchange exchange) {
    exchange.setProperty("SeraiEvents", of(instance));
    return instance;
  }

  private List<Map<String, Object>> of(EnvInstance instance) {
    try {
      return clients
          .calls()
          .v1()
          .events()
          .inNamespace(clients.namespace())
          .withField("involvedObject.name", instance.id())
          .list()
          .getItems()
          .stream()
          .filter(event -> instance.uid().equals(event.getInvolvedObject().getUid()))
          .sorted(Comparator.comparing(PodEvents::time))
          .map(PodEvents::row)
          .toList();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.translate(e, "list events of pod " + instance.id());
    }
  }

  private static Map<String, Object> row(Event event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("time", time(event));
    row.put("type", event.getType());
    row.put("reason", event.getReason());
    row.put("message", event.getMessage());
    row.put("count", event.getCount() == null ? 1 : event.getCount());
    return row;
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
