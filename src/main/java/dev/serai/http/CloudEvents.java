package dev.serai.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.cluster.InstanceChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;

/**
 * Bean {@code cloudEvents}: a change of state as an event in the JSON format of CloudEvents 1.0.
 * Type {@code dev.serai.instance.<state>}, subject the instance's id, data as in a list of
 * instances.
 */
public final class CloudEvents {

  private static final JsonMapper JSON = new JsonMapper();

  private final InstanceJson instances;

  public CloudEvents(InstanceJson instances) {
    this.instances = Objects.requireNonNull(instances, "instances is null");
  }

  public String json(@Body InstanceChange change) throws JsonProcessingException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", change.id());
    event.put("source", "/serai/env-instance");
    event.put(
        "type",
        "dev.serai.instance."
            + change.instance().status().state().wire().toLowerCase(java.util.Locale.ROOT));
    event.put("subject", change.instance().id());
    event.put("time", change.at().toString());
    event.put("datacontenttype", "application/json");
    event.put("data", instances.row(change.instance()));
    return JSON.writeValueAsString(event);
  }
}
