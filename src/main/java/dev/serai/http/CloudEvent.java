package dev.serai.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event in the JSON format of CloudEvents 1.0.
 *
 * @param id the same for every publication of one event
 * @param source the collection that contains the subject, like {@code /serai/batches}
 * @param type like {@code dev.serai.batch.finished}
 * @param subject the id of what has changed
 * @param data as the API shows it
 */
public record CloudEvent(
    String id, String source, String type, String subject, Instant time, Map<String, Object> data) {

  public CloudEvent {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(source, "source is null");
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(subject, "subject is null");
    Objects.requireNonNull(time, "time is null");
    Objects.requireNonNull(data, "data is null");
  }

  /** As JSON text. */
  public String json() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", source);
    event.put("type", type);
    event.put("subject", subject);
    event.put("time", time.toString());
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    return Envelope.text(event);
  }
}
